import type { Report, Result } from "../check/report.ts";
import type { View } from "./renderer.ts";
import { type Severity, severityOf, worstFirst } from "../check/severity.ts";

export const contentType = "text/plain; charset=utf-8";

/**
 * The kubelet reads 10 KiB of a body and discards the result of a longer one, so that the pod would
 * keep its old state.
 */
const LARGEST_BODY = 8 * 1024;
const WIDEST_NAME = 60;
const WORDS: Readonly<Record<Severity, string>> = { fail: "FAILED", warn: "WARN  ", ok: "ok    " };

/** The report in words: the verdict, then a line for each endpoint, failures first. */
export function renderReport({ ready, results }: Report, { age }: View): string {
  const lines = worstFirst(results);
  const width = Math.min(
    WIDEST_NAME,
    Math.max(0, ...lines.map(({ endpoint }) => endpoint.name.length)),
  );
  let text = ready ? "All: Ready 200\n" : "All: Health check failed\n";
  for (const [shown, result] of lines.entries()) {
    const line = renderResult(result, width);
    if (text.length + line.length > LARGEST_BODY) {
      return `${text}... and ${lines.length - shown} more\n`;
    }
    text += line;
  }
  return age === undefined ? text : `${text}checked ${age.toFixed(1)} s ago\n`;
}

/** What `/self` says: an answer at all is the news. */
export function renderSelf(): string {
  return "Self: Ready 200\n";
}

function renderResult(result: Result, width: number): string {
  const { endpoint, outcome, duration } = result;
  const columns = [WORDS[severityOf(result)], endpoint.name.padEnd(width)];
  if (!outcome.ok) columns.push(outcome.reason);
  else if (outcome.status !== null) columns.push(`status ${outcome.status}`);
  return `${columns.join("  ")} (${Math.round(duration * 1000)} ms)\n`;
}
