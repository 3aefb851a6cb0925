/** @module What a person, or a log, sees of the polling. */
import { logChanges } from "../check/changes.ts";
import { type Report, type Result, severityOf } from "../check/report.ts";
import { formatDuration, formatSeconds, type Seconds } from "../process/time/duration.ts";
import type { Log, LogLevel } from "../process/output/log.ts";
import type { NonBlockingWriter } from "../process/output/non_blocking_writer.ts";
import { paint, type Rule } from "../process/output/color.ts";
import type { PollEnd, Progress } from "./poll.ts";

/** A terminal. */
export interface Terminal {
  readonly columns: number;
  /**
   * Whether it gets colors.
   * @default {false}
   */
  readonly color?: boolean;
  readonly output: Pick<NonBlockingWriter, "write">;
}

const RULES: readonly Rule[] = [
  ["dim", /(?<=^[\w ]+ after )[^,:]+|(?<=^attempt \d+, )[^:]+/],
  ["green", /^ready/],
];
const CLEAR_LINE = "\r\x1b[2K";
/** The endpoints that a line describes. */
const MOST_SHOWN = 5;
/** Some terminals do not know their width; it is 0 there. */
const USUAL_COLUMNS = 80;
/** The line and the `^C` that a terminal echoes must not wrap, or the line cannot be rewritten. */
const ECHO_COLUMNS = 3;

/**
 * Shows the progress on a terminal, in one line that each round rewrites. The last says how the polling
 * ended.
 *
 * @param timeout When the polling gives up.
 */
export function showProgress(
  { columns, color = false, output }: Terminal,
  timeout: Seconds,
): (progress: Progress) => void {
  const painted = (line: string): string => CLEAR_LINE + (color ? paint(line, RULES) : line);
  const width = (columns || USUAL_COLUMNS) - ECHO_COLUMNS;
  return ({ report, attempt, elapsed, end }) => {
    if (end !== undefined) {
      const found = end === "ready"
        ? report.results.flatMap(warningOf).map((warning) => `, ${warning}`).join("")
        : `: ${missingFrom(report)}`;
      output.write(`${painted(`${ENDS[end]} after ${inWords(elapsed)}${found}`)}\n`);
      return;
    }
    const time = `${formatDuration(elapsed)} of ${inWords(timeout)}`;
    const count = missing(report).length;
    const many = count > 1 ? `${count}: ` : "";
    const line = `attempt ${attempt}, ${time}: waiting for ${many}${missingFrom(report)}`;
    output.write(painted(line.slice(0, width)));
  };
}

/**
 * Logs the progress: a line when an endpoint's state, reason or warning changes, and one at the end, which
 * repeats what is missing.
 *
 * @param timeoutLevel The level of the end when the time has passed.
 */
export function logProgress(
  log: Log,
  timeoutLevel: LogLevel = "error",
): (progress: Progress) => void {
  const logChange = logChanges(log);
  return ({ report, attempt, elapsed, end }) => {
    for (const result of report.results) logChange(result);
    if (end === undefined) return;
    const fields = { attempts: attempt, seconds: Number(elapsed.toFixed(1)) };
    if (end === "ready") log("info", ENDS[end], fields);
    else {
      const level = end === "timed out" ? timeoutLevel : "info";
      log(level, ENDS[end], { ...fields, missing: missingFrom(report) });
    }
  };
}

/** The ends as a person reads them. */
const ENDS: Readonly<Record<PollEnd, string>> = {
  ready: "ready",
  "timed out": "gave up",
  stopped: "stopped",
};

function missing({ results }: Report): Result[] {
  return results.filter((result) => severityOf(result) === "fail");
}

/** Describes the first that are missing, and says how many more there are. */
function missingFrom(report: Report): string {
  const all = missing(report);
  const shown = all.length > MOST_SHOWN + 1 ? all.slice(0, MOST_SHOWN) : all;
  const more = all.length > shown.length ? [`and ${all.length - shown.length} more`] : [];
  return [...shown.map(describe), ...more].join(", ");
}

/** Writes a duration to the second, but a short one to a tenth: `--for` may be less than a second. */
function inWords(duration: Seconds): string {
  return duration < 10 ? formatSeconds(duration) : formatDuration(duration);
}

function warningOf({ endpoint, outcome }: Result): string[] {
  return outcome.ok && outcome.warning !== undefined
    ? [`${endpoint.name}: ${outcome.warning}`]
    : [];
}

function describe({ endpoint, outcome }: Result): string {
  return `${endpoint.name} (${outcome.ok ? "ok" : outcome.reason})`;
}
