import type { Report, Result } from "../../src/check/report.ts";
import type { Milliseconds, Seconds } from "../../src/process/time/duration.ts";
import type { Life } from "./life.ts";

/** The time without progress after which `engine` fails. */
export const STALL: Seconds = 60;
/** The timeout of each check. */
export const TIMEOUT: Seconds = 3;
/** How long a success of `kept` stands in for its checks. */
export const KEPT: Seconds = 45;

interface Check {
  readonly startMs: Milliseconds;
  readonly ok: boolean;
  endMs: Milliseconds;
}

interface Outage {
  readonly endpoint: string;
  /** The wall clock of its first round. */
  readonly begin: number;
  readonly beginMs: Milliseconds;
  isOpen: boolean;
  /** The round that ended it. */
  endMs: Milliseconds;
  /** Whether the history can know how long it lasted: between two pods there is only the wall clock. */
  isMeasured: boolean;
  /** How many messages may say that it opened: one, and one more for each that may not have arrived. */
  mayOpen: number;
}

interface State {
  failures: number;
  wasUp: boolean;
  first: { readonly begin: number; readonly ms: Milliseconds } | undefined;
  outage: Outage | undefined;
}

/** Within this time after an end, Slack hears of it, if it took messages so long before the begin too. */
const QUIET_MS: Milliseconds = 600_000;

/** Knows what happened, and judges what the parts say of it. */
export class Truth {
  readonly faults: string[] = [];
  readonly outages: Outage[] = [];
  /** How long rounds ran. */
  watchedMs: Milliseconds = 0;
  /** By how much the wall clock was set back, all in all: those times come twice, and count once. */
  repeatedMs: Milliseconds = 0;
  #steppedMs: Milliseconds = -Infinity;
  #roundMs: Milliseconds = -Infinity;
  readonly #life: Life;
  readonly #checks = new Map<string, Check[]>();
  readonly #running = new Map<string, number>();
  readonly #pages: { readonly ms: Milliseconds; readonly counter: number | null }[] = [];
  #states = new Map<string, State>();
  #startMs = 0;
  /** What the log should say of the round that is observed now. */
  #expected: string[] = [];
  /** What Slack surely took, and when: the end of an outage, or that it goes on. */
  readonly #heard: {
    readonly name: string;
    readonly isBack: boolean;
    readonly ms: Milliseconds;
  }[] = [];
  /** When messages were refused, or may have been lost. */
  readonly #unsure: { readonly fromMs: Milliseconds; toMs: Milliseconds }[] = [];
  /** The names in messages that may have arrived: how often each was said to be down and back. */
  readonly #told = new Map<string, { down: number; back: number; lastDownMs: Milliseconds }>();

  constructor(life: Life) {
    this.#life = life;
  }

  fault(text: string, ms: Milliseconds): void {
    this.faults.push(`${text} at ${(ms / 1000).toFixed(3)} s`);
  }

  /** A pod has started, and continues the outages that the history says are open. */
  started(ms: Milliseconds): void {
    this.#startMs = ms;
    this.#roundMs = -Infinity;
    this.#states = new Map();
    this.#pages.length = 0;
    for (const outage of this.outages.filter(({ isOpen }) => isOpen)) {
      const first = { begin: outage.begin, ms: outage.beginMs };
      outage.isMeasured &&= this.#steppedMs < outage.beginMs;
      const failures = this.#life.after;
      this.#states.set(outage.endpoint, { failures, wasUp: false, first, outage });
    }
  }

  /** Takes a step of the wall clock. */
  stepped(byMs: Milliseconds, ms: Milliseconds): void {
    this.#steppedMs = ms;
    this.repeatedMs += Math.max(0, -byMs);
  }

  /** Takes the start of a check and what it will find. Returns what to call at its end. */
  check(endpoint: string, ms: Milliseconds, ok: boolean): (ms: Milliseconds) => void {
    const check = { startMs: ms, ok, endMs: Infinity };
    const checks = this.#checks.get(endpoint) ?? [];
    this.#checks.set(endpoint, checks);
    if (checks.push(check) > 64) checks.shift();
    const running = (this.#running.get(endpoint) ?? 0) + 1;
    this.#running.set(endpoint, running);
    if (running > 4) this.fault(`${running} checks of ${endpoint}`, ms);
    return (ms) => {
      check.endMs = ms;
      this.#running.set(endpoint, (this.#running.get(endpoint) ?? 0) - 1);
    };
  }

  get running(): number {
    return [...this.#running.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Takes a page of `engine`, `null` without work. Returns whether the engine makes progress. */
  page(ms: Milliseconds, counter: number | null): boolean {
    this.#pages.push({ ms, counter });
    if (this.#pages.length > 512) this.#pages.shift();
    let since = ms;
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const page = this.#pages[at];
      if (page?.counter === null || page?.counter !== counter) break;
      if (since - page.ms > STALL * 1000) break;
      since = page.ms;
    }
    return counter === null || ms - since < STALL * 1000;
  }

  /** Judges the answer to a request that came at a time. */
  answer(requestMs: Milliseconds, { results, ready }: Report, nowMs: Milliseconds): void {
    for (const result of results) this.#judge(requestMs, result, nowMs);
    const must = results.every(({ outcome, endpoint }) => outcome.ok || endpoint.optional);
    if (ready !== must) this.fault(`ready is ${ready}`, nowMs);
  }

  #judge(requestMs: Milliseconds, result: Result, nowMs: Milliseconds): void {
    const { endpoint: { name }, startedAt: { ms }, outcome, age } = result;
    const checks = this.#checks.get(name) ?? [];
    // The search ends with the first check that is older.
    const found = checks.findLast(({ startMs, ok }) =>
      startMs < ms || (startMs === ms && ok === outcome.ok)
    );
    if (found?.startMs !== ms) {
      this.fault(`${name} is ${outcome.ok}, but no such check`, nowMs);
    }
    if (age === undefined) {
      if (ms < requestMs) this.fault(`${name} was checked before the request`, nowMs);
      return;
    }
    // What is kept is read at some time between the request and the answer.
    if (name !== "kept" || !outcome.ok) this.fault(`${name} is kept`, nowMs);
    if (age >= KEPT || ms + age * 1000 < requestMs - 1) this.fault(`kept for ${age} s`, nowMs);
    const readMs = ms + age * 1000;
    const newer = checks.slice(checks.findLastIndex(({ startMs }) => startMs <= ms) + 1);
    if (newer.some(({ ok, endMs }) => endMs < readMs && !ok)) {
      this.fault("kept in spite of a newer failure", nowMs);
    }
  }

  /** Takes the report of a scheduled round, before the watcher does. */
  round({ results, startedAt: { date, ms } }: Report): void {
    const passedMs = ms - this.#roundMs;
    if (passedMs <= (3 * this.#life.every + TIMEOUT) * 1000) this.watchedMs += passedMs;
    this.#roundMs = ms;
    for (const { endpoint: { name, optional }, outcome } of results) {
      const state = this.#states.get(name) ??
        { failures: 0, wasUp: false, first: undefined, outage: undefined };
      if (outcome.ok) {
        if (state.outage !== undefined) {
          state.outage.isOpen = false;
          state.outage.endMs = ms;
          if (!optional) this.#expected.push(`outage resolved ${name}`);
        }
        this.#states.set(name, { failures: 0, wasUp: true, first: undefined, outage: undefined });
        continue;
      }
      const first = state.first ?? { begin: date.getTime(), ms };
      const failures = state.failures + 1;
      const started = state.wasUp || ms - this.#startMs >= this.#life.startup * 1000;
      let { outage } = state;
      if (outage === undefined && failures >= this.#life.after && started) {
        outage = {
          endpoint: name,
          begin: first.begin,
          beginMs: first.ms,
          isOpen: true,
          endMs: Infinity,
          isMeasured: true,
          mayOpen: 1,
        };
        this.outages.push(outage);
        if (!optional) this.#expected.push(`outage ${name}`);
      }
      this.#states.set(name, { failures, wasUp: state.wasUp, first, outage });
    }
  }

  /** Takes what the log said of outages. */
  logged(event: string, endpoint: string, ms: Milliseconds): void {
    const at = this.#expected.indexOf(`${event} ${endpoint}`);
    if (at < 0) this.fault(`the log says: ${event} ${endpoint}`, ms);
    else this.#expected.splice(at, 1);
  }

  /** The watcher has observed a round. */
  observed(ms: Milliseconds): void {
    for (const event of this.#expected.splice(0)) this.fault(`the log does not say: ${event}`, ms);
  }

  /** Takes a message to Slack. Its answer may be lost. */
  message(text: string, arrives: "surely" | "maybe", ms: Milliseconds): void {
    const [, names = "", verb = ""] = /^:\w+: (.*?) (?:is|are) (down|still down|back)/.exec(text) ??
      [];
    if (verb === "") this.fault(`a message says: ${text}`, ms);
    for (const name of names.split(/, | and /)) {
      const told = this.#told.get(name) ?? { down: 0, back: 0, lastDownMs: -Infinity };
      this.#told.set(name, told);
      const own = this.outages.filter(({ endpoint }) => endpoint === name);
      if (arrives === "surely") this.#heard.push({ name, isBack: verb === "back", ms });
      const last = own.at(-1);
      if (own.length === 0 || name === "optional") this.fault(`no outage, but: ${text}`, ms);
      if (verb === "back") {
        // Then this and the begin before it are of an earlier outage: Slack took them late.
        if (last?.isOpen) last.mayOpen = Math.max(last.mayOpen, 1);
        // Without an answer, it is sent again.
        if (arrives === "surely") told.back++;
        if (told.down === 0 || told.back > told.down) this.fault(`no begin, but: ${text}`, ms);
        const ended = own.filter(({ isOpen }) => !isOpen).length;
        if (told.back > ended) this.fault(`an end told twice: ${text}`, ms);
        continue;
      }
      told.down++;
      told.lastDownMs = ms;
      if (last === undefined || verb !== "down") continue;
      if (--last.mayOpen < 0 && last.isOpen) this.fault(`told twice: ${text}`, ms);
      if (arrives === "maybe") last.mayOpen++;
    }
  }

  /** Takes whether Slack takes messages from now on. */
  setSlack(takes: boolean, ms: Milliseconds): void {
    const last = this.#unsure.at(-1);
    if (takes && last?.toMs === Infinity) last.toMs = ms;
    if (!takes && last?.toMs !== Infinity) this.#unsure.push({ fromMs: ms, toMs: Infinity });
  }

  /** A restart, or an answer that was lost, permits one more message about each outage that is open. */
  permitOneMore(): void {
    for (const outage of this.outages) if (outage.isOpen) outage.mayOpen++;
  }

  /** Judges the end, after hours in which Slack took every message. */
  settled(ms: Milliseconds): void {
    for (const { endpoint, isOpen, beginMs } of this.outages) {
      if (!isOpen || endpoint === "optional") continue;
      const last = this.#told.get(endpoint)?.lastDownMs ?? -Infinity;
      if (last < beginMs) this.fault(`no message names the outage of ${endpoint}`, ms);
    }
    for (const outage of this.outages) if (!outage.isOpen) this.#judgeEnd(outage, ms);
  }

  /** Judges whether the end of an outage was told that Slack knew of, if it took all messages then. */
  #judgeEnd({ endpoint, beginMs, endMs }: Outage, nowMs: Milliseconds): void {
    const own = this.#heard.filter(({ name }) => name === endpoint);
    const told = own.find(({ isBack, ms }) => !isBack && ms >= beginMs && ms <= endMs);
    const untilMs = endMs + QUIET_MS;
    const isUnsure = this.#unsure.some(({ fromMs, toMs }) =>
      fromMs < untilMs && toMs > beginMs - QUIET_MS
    );
    if (told === undefined || isUnsure) return;
    const isTold = own.some(({ isBack, ms }) => isBack && ms >= endMs && ms < untilMs);
    if (!isTold) this.fault(`no message says that ${endpoint} is back`, nowMs);
  }
}
