/** @module A probe that compares the checks of a neighbour that has work. */
import { type Outcome, type Progress, withCertificate } from "../../check/report.ts";
import type { Probe } from "../../check/target.ts";
import type { Trace } from "../../check/trace.ts";
import { formatSeconds, type Milliseconds, type Seconds } from "../../process/time/duration.ts";
import { freezeCount } from "../../process/time/freeze.ts";
import { ProgressState, type Work, workInWords } from "../body/metrics/progress.ts";

const NOT_JUDGED = "not judged: that takes several checks, as serving, wait and watch make them";

/** Takes the work that a page shows, and when its head arrived by the monotonic clock. */
export type OnWork = (work: Work, ms: Milliseconds) => void;

/**
 * Creates a probe that fails when a neighbour that has work makes no progress across its checks. A neighbour
 * that was frozen with this process made none, so a freeze between two checks breaks the chain.
 *
 * @param stall How long the neighbour may make no progress.
 * @param name The name of the counter.
 * @param check Checks the endpoint once, and shows the work. It never rejects.
 * @param trace Takes the values, of which one check alone judges nothing.
 */
export function createProgressProbe(
  stall: Seconds,
  name: string,
  check: (signal: AbortSignal, onWork: OnWork) => Promise<Outcome>,
  trace?: Trace,
): Probe {
  const state = new ProgressState(stall, name);
  let freezes = freezeCount();
  return async (signal) => {
    if (freezes !== freezeCount()) state.judge(performance.now(), null);
    freezes = freezeCount();
    let shown: { readonly work: Work; readonly ms: Milliseconds } | undefined;
    const outcome = await check(signal, (work, ms) => shown = { work, ms });
    if (shown !== undefined) trace?.add("read", `${workInWords(name, shown.work)}; ${NOT_JUDGED}`);
    // A check that could not read the page counts too: it breaks the chain.
    const reason = state.judge(shown?.ms ?? performance.now(), shown?.work ?? null);
    const { progress } = state;
    if (progress === undefined) return outcome;
    if (!outcome.ok || reason === null) return { ...withChange(outcome, progress), progress };
    const { status, certificate } = outcome;
    const stalled = { ok: false, status, failure: "stalled", reason, progress } as const;
    return withCertificate(stalled, certificate);
  };
}

/** Says in a success when a neighbour that has work last made progress, unless that is just now. */
function withChange(outcome: Outcome, { age }: Progress): Outcome {
  if (!outcome.ok || age < 1) return outcome;
  return { ...outcome, found: `${outcome.found}, last change ${formatSeconds(age)} ago` };
}
