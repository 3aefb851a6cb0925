import { logChanges } from "../check/changes.ts";
import type { Log } from "../process/log.ts";
import type { Result } from "../check/report.ts";
import { severityOf } from "../check/severity.ts";
import type { Progress } from "./poll.ts";

/** A terminal, or what stands for one. */
export interface Terminal {
  readonly columns: number;
  readonly write: (text: string) => void;
}

/** For how long is waited, which a person wants to see. */
export interface ShowProgressOptions {
  seconds: number;
}

const CLEAR_LINE = "\r\x1b[2K";

/** Shows the waiting to a person: one line, which each round rewrites. */
export function showProgress(
  { columns, write }: Terminal,
  { seconds }: ShowProgressOptions,
): (progress: Progress) => void {
  return ({ report, attempt, elapsed, over }) => {
    const missing = report.results.filter((result) => severityOf(result) === "fail").map(inWords);
    const state = report.ready ? "ready" : `waiting for ${missing.join(", ")}`;
    const line = `attempt ${attempt}, ${elapsed.toFixed(0)} s of ${seconds} s: ${state}`;
    write(CLEAR_LINE + (over ? `${line}\n` : line.slice(0, columns - 1)));
  };
}

/** Logs the waiting: an endpoint's line when its state or reason changes, and the end. */
export function logProgress(log: Log): (progress: Progress) => void {
  const logChange = logChanges(log, { reasons: true });
  return ({ report, attempt, elapsed, over }) => {
    for (const result of report.results) logChange(result);
    const fields = { attempts: attempt, seconds: Number(elapsed.toFixed(1)) };
    if (over && report.ready) log("info", "ready", fields);
    else if (over) log("error", "not ready", fields);
  };
}

function inWords({ endpoint, outcome }: Result): string {
  return `${endpoint.name} (${outcome.ok ? "ok" : outcome.reason})`;
}
