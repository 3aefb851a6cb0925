/** @module The endpoints of a simulated pod: what each check finds, by the state of its endpoint. */
import { KeptSuccess } from "../../src/check/kept_success.ts";
import type { Outcome } from "../../src/check/report.ts";
import type { Probe, Target } from "../../src/check/target.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { createProgressProbe } from "../../src/probes/http/progress.ts";
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sleep } from "../../src/process/time/sleep.ts";
import { failure } from "../support/outcome.ts";
import { OK } from "../support/reports.ts";
import { random } from "../support/random.ts";
import { ENDPOINTS } from "./life.ts";
import { KEPT, STALL, TIMEOUT } from "./options.ts";
import type { Truth } from "./truth/truth.ts";

/** The names of the endpoints. */
export const NAMES: readonly string[] = Object.keys(ENDPOINTS);

const DOWN = failure("refused", "connection refused");
const PARSED = await parseEndpoints(
  NAMES.map((name) => `http://${name}/#name=${name}${name === "optional" ? "&optional" : ""}`),
  TIMEOUT,
);

/** The machine on which the pod and its neighbours run. */
export interface Machine {
  /** How long it was suspended, all in all. */
  suspendedMs: Milliseconds;
}

/** What the checks need of their world. */
export interface TargetsOptions {
  machine: Machine;
  /** The state of each endpoint. */
  states: ReadonlyMap<string, string>;
  truth: Truth;
}

/** Creates the targets of one pod. */
export function createTargets(options: TargetsOptions): Target[] {
  const { states, truth, machine } = options;
  return PARSED.map((parsed): Target => {
    const { name } = parsed;
    if (name === "engine") return { endpoint: parsed, probe: engineProbe(options) };
    const probe = async (signal: AbortSignal): Promise<Outcome> => {
      const state = states.get(name) ?? "up";
      const startMs = performance.now();
      const end = truth.checks.start(name, startMs);
      // Each freeze may take 50 ms from what an endpoint has.
      const late = 500 + 2200 * chanceAt(startMs);
      const latency = { up: 20, late, down: 5, slow: 10_000 }[state] ?? 1e9;
      await pass(machine, latency, signal);
      const ok = state === "up" || state === "late";
      end(performance.now(), ok);
      return ok && !signal.aborted ? OK : DOWN;
    };
    if (name !== "kept") return { endpoint: parsed, probe };
    return { endpoint: { ...parsed, every: KEPT }, probe, kept: new KeptSuccess(KEPT) };
  });
}

function engineProbe({ states, truth, machine }: TargetsOptions): Probe {
  let done = 0;
  return createProgressProbe(STALL, "done_total", async (signal, onWork) => {
    const end = truth.checks.start("engine", performance.now());
    truth.engine.checkStarts(performance.now());
    const state = states.get("engine") ?? "works";
    const isLate = state === "late" || state === "drags";
    const pause = async (): Promise<void> => {
      if (isLate) await pass(machine, 1300 * chanceAt(performance.now()), signal);
    };
    await pause();
    const ms: Milliseconds = performance.now();
    if (state === "works" || state === "late") done++;
    const counter = done;
    // Where the rest of a page is late, checks end in another order than they read their counters.
    await pause();
    const isBusy = state !== "idle" && state !== "down";
    const moves = truth.engine.page(ms, isBusy ? counter : null);
    end(performance.now(), state !== "down" && moves);
    if (state === "down" || signal.aborted) return DOWN;
    const busy = isBusy ? { name: "queue", value: 1 } : null;
    onWork(new Map([["", { progress: counter, busy }]]), ms);
    return OK;
  });
}

/** A number from 0 to below 1, the same at the same time whatever other checks there were: so lives shrink. */
function chanceAt(ms: Milliseconds): number {
  return random(Math.round(ms * 1000))();
}

/** Waits until an endpoint has run for some time, which it does not while the machine is suspended. */
async function pass(machine: Machine, ms: Milliseconds, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() - machine.suspendedMs + ms;
  const left = (): Milliseconds => untilMs + machine.suspendedMs - performance.now();
  // A sum of doubles may leave a part of a millisecond that no timer can wait for.
  do await sleep(left(), signal); while (left() > 1 && !signal.aborted);
}
