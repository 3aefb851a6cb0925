import type { Report, Result } from "../report.ts";

/**
 * The kubelet reads 10 KiB of a body and discards the result of a longer one, so that the pod would
 * keep its old state.
 */
const LARGEST_BODY = 8 * 1024;
const WIDEST_NAME = 60;

/** The report in words: the verdict, then a line for each endpoint, failures first. */
export function renderReport({ ready, results }: Report): string {
  const failed = results.filter(({ outcome }) => !outcome.ok);
  const passed = results.filter(({ outcome }) => outcome.ok);
  const lines = [...failed, ...passed];
  const width = Math.min(
    WIDEST_NAME,
    Math.max(...lines.map(({ endpoint }) => endpoint.name.length)),
  );
  let text = ready ? "All: Ready 200\n" : "All: Health check failed\n";
  for (const [shown, result] of lines.entries()) {
    const line = renderResult(result, width);
    if (text.length + line.length > LARGEST_BODY) {
      return `${text}... and ${lines.length - shown} more\n`;
    }
    text += line;
  }
  return text;
}

/** What `/self` says: an answer at all is the news. */
export function renderSelf(): string {
  return "Self: Ready 200\n";
}

function renderResult({ endpoint, outcome, duration }: Result, width: number): string {
  const state = outcome.ok ? "ok    " : "FAILED";
  const detail = outcome.ok ? `status ${outcome.status}` : outcome.reason;
  return `${state}  ${endpoint.name.padEnd(width)}  ${detail} (${
    Math.round(duration * 1000)
  } ms)\n`;
}
