/** @module What a person, or a log, sees of the polling. */
import { logChanges } from "../check/changes.ts";
import type { Result } from "../check/report.ts";
import { severityOf } from "../check/severity.ts";
import type { Seconds } from "../process/duration.ts";
import type { Log } from "../process/log.ts";
import type { NonBlockingWriter } from "../process/non_blocking_writer.ts";
import type { Progress } from "./poll.ts";

/** A terminal. */
export interface Terminal {
  readonly columns: number;
  readonly output: Pick<NonBlockingWriter, "write">;
}

/** Options of {@linkcode showProgress}. */
export interface ShowProgressOptions {
  /** When the polling gives up. */
  timeout: Seconds;
}

const CLEAR_LINE = "\r\x1b[2K";

/** Shows the progress on a terminal, in one line that each round rewrites. */
export function showProgress(
  { columns, output }: Terminal,
  { timeout }: ShowProgressOptions,
): (progress: Progress) => void {
  return ({ report, attempt, elapsed, over }) => {
    const missing = report.results.filter((result) => severityOf(result) === "fail").map(describe);
    const warnings = report.results.flatMap(warningOf);
    const state = report.ready
      ? ["ready", ...warnings].join(", ")
      : `waiting for ${missing.join(", ")}`;
    const line = `attempt ${attempt}, ${elapsed.toFixed(0)} s of ${timeout} s: ${state}`;
    output.write(CLEAR_LINE + (over ? `${line}\n` : line.slice(0, columns - 1)));
  };
}

/** Logs the progress: a line when an endpoint's state, reason or warning changes, and one at the end. */
export function logProgress(log: Log): (progress: Progress) => void {
  const logChange = logChanges(log);
  return ({ report, attempt, elapsed, over }) => {
    for (const result of report.results) logChange(result);
    const fields = { attempts: attempt, seconds: Number(elapsed.toFixed(1)) };
    if (over && report.ready) log("info", "ready", fields);
    else if (over) log("error", "not ready", fields);
  };
}

function warningOf({ endpoint, outcome }: Result): string[] {
  return outcome.ok && outcome.warning !== undefined
    ? [`${endpoint.name}: ${outcome.warning}`]
    : [];
}

function describe({ endpoint, outcome }: Result): string {
  return `${endpoint.name} (${outcome.ok ? "ok" : outcome.reason})`;
}
