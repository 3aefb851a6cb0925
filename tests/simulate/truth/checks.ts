import type { Report, Result } from "../../../src/check/report.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { KEPT } from "../options.ts";
import type { Fault } from "./truth.ts";

interface Check {
  readonly startMs: Milliseconds;
  /** `undefined` until its end. */
  ok: boolean | undefined;
  endMs: Milliseconds;
}

/** Knows what each check found, and judges the answers to requests. */
export class Checks {
  readonly #fault: Fault;
  /** The last checks of each endpoint. */
  readonly #checks = new Map<string, Check[]>();
  readonly #running = new Map<string, number>();

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  /** A pod has started, which has kept nothing. */
  started(): void {
    this.#checks.clear();
  }

  /** Takes the start of a check. Returns what to call at its end, with what it has found. */
  start(endpoint: string, ms: Milliseconds): (ms: Milliseconds, ok: boolean) => void {
    const check: Check = { startMs: ms, ok: undefined, endMs: Infinity };
    const checks = this.#checks.get(endpoint) ?? [];
    this.#checks.set(endpoint, checks);
    if (endpoint === "kept") this.#judgeStart(checks, ms);
    if (checks.push(check) > 64) checks.shift();
    const running = (this.#running.get(endpoint) ?? 0) + 1;
    this.#running.set(endpoint, running);
    if (running > 4) this.#fault(`${running} checks of ${endpoint}`, ms);
    return (ms, ok) => {
      check.endMs = ms;
      check.ok = ok;
      this.#running.set(endpoint, (this.#running.get(endpoint) ?? 0) - 1);
    };
  }

  /** Judges whether a check had to start, although the one before may have succeeded. */
  #judgeStart(checks: readonly Check[], nowMs: Milliseconds): void {
    const newest = checks.findLast(({ ok }) => ok !== undefined);
    if (newest?.ok === true && nowMs - newest.startMs < KEPT * 1000) {
      this.#fault("kept is not kept", nowMs);
    }
  }

  get running(): number {
    return [...this.#running.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Judges the answer to a request that came at a time. */
  answer(requestMs: Milliseconds, { results, ready }: Report, nowMs: Milliseconds): void {
    for (const result of results) this.#judge(requestMs, result, nowMs);
    const must = results.every(({ outcome, endpoint }) => outcome.ok || endpoint.optional);
    if (ready !== must) this.#fault(`ready is ${ready}`, nowMs);
  }

  #judge(requestMs: Milliseconds, result: Result, nowMs: Milliseconds): void {
    const { endpoint: { name }, startedAt: { ms }, outcome, age } = result;
    const checks = this.#checks.get(name) ?? [];
    // The search ends with the first check that is older.
    const found = checks.findLast(({ startMs, ok }) =>
      startMs < ms || (startMs === ms && ok === outcome.ok)
    );
    if (found?.startMs !== ms) {
      this.#fault(`${name} is ${outcome.ok}, but no such check`, nowMs);
    }
    if (age === undefined) {
      if (ms < requestMs) this.#fault(`${name} was checked before the request`, nowMs);
      return;
    }
    // What is kept is read at some time between the request and the answer.
    if (name !== "kept" || !outcome.ok) this.#fault(`${name} is kept`, nowMs);
    if (age >= KEPT || ms + age * 1000 < requestMs - 1) this.#fault(`kept for ${age} s`, nowMs);
    const readMs = ms + age * 1000;
    const newer = checks.slice(checks.findLastIndex(({ startMs }) => startMs <= ms) + 1);
    if (newer.some(({ ok, endMs }) => endMs < readMs && ok === false)) {
      this.#fault("kept in spite of a newer failure", nowMs);
    }
  }
}
