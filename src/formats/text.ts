/** @module Reports as plain text. */
import type { Report, Result } from "../check/report.ts";
import type { View } from "./renderer.ts";
import { type Severity, severityOf, worstFirst } from "../check/severity.ts";

/** The value of `Content-Type`. */
export const contentType = "text/plain; charset=utf-8";

/**
 * The kubelet reads 10 KiB of a body. It discards the result of a probe with a longer one, and the
 * pod keeps its old state.
 */
const MAX_BODY = 8 * 1024;
const MAX_NAME_WIDTH = 60;
const WORDS: Readonly<Record<Severity, string>> = { fail: "FAILED", warn: "WARN  ", ok: "ok    " };

/**
 * Renders a report: the verdict, then a line for each endpoint, failures first. Lines beyond 8 KiB
 * are only counted.
 */
export function renderReport({ ready, results }: Report, { age }: View): string {
  const lines = worstFirst(results);
  const width = Math.min(
    MAX_NAME_WIDTH,
    Math.max(0, ...lines.map(({ endpoint }) => endpoint.name.length)),
  );
  let text = ready ? "All: Ready 200\n" : "All: Health check failed\n";
  for (const [shown, result] of lines.entries()) {
    const line = renderResult(result, width);
    if (text.length + line.length > MAX_BODY) {
      return `${text}... and ${lines.length - shown} more\n`;
    }
    text += line;
  }
  return age === undefined ? text : `${text}checked ${age.toFixed(1)} s ago\n`;
}

/** Renders `/self`. It is always ready: a process that answers is alive. */
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
