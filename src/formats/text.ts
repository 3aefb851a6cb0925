/** @module Reports as plain text. */
import { formatDuration, type Seconds } from "../process/time/duration.ts";
import type { Phase } from "../check/phase.ts";
import {
  outcomeInWords,
  type Report,
  type Result,
  type Severity,
  severityOf,
  worstFirst,
} from "../check/report.ts";
import { cut } from "../process/text/cut.ts";
import { partInWords } from "./part.ts";
import type { View } from "./renderer.ts";

/** The value of `Content-Type`. */
export const contentType = "text/plain; charset=utf-8";

/** Within the first 10 KiB of a body, which are all that the kubelet reads. */
const MAX_BYTES = 8 * 1024;
const MAX_NAME_WIDTH = 60;
/** A longer name, such as a URL with a long path, is cut, so that the reason always fits. */
const MAX_NAME = 200;
/** The widest phases are `look up` and `connect`. */
const PHASE_WIDTH = 7;
const MS_WIDTH = 13;
const ASCII = /^[\0-\x7f]*$/;
const encoder = new TextEncoder();
const WORDS: Readonly<Record<Severity, string>> = { fail: "FAILED", warn: "WARN  ", ok: "ok    " };

/**
 * Renders a report: the verdict, which part of the endpoints it is about, then a line for each
 * endpoint, failures first, and the age if the view has one. Lines that do not fit into 8 KiB of UTF-8 are
 * only counted, unless there are phases.
 */
export function renderReport({ ready, results }: Report, view: View): string {
  const { age, stale, pending, ending, part } = view;
  const lines = worstFirst(results);
  const width = Math.min(
    MAX_NAME_WIDTH,
    Math.max(0, ...lines.map(({ endpoint }) => endpoint.name.length)),
  );
  const checked = age === undefined ? "" : `checked ${age.toFixed(1)} s ago\n`;
  const unready = pending ? "No round has ended yet\n" : "Health check failed\n";
  const unreported = ending === undefined ? unready : `${ending}\n`;
  const failed = stale ? `Stale, last ${checked}` : unreported;
  const about = part === undefined ? "" : `${partInWords(part)}\n`;
  const verdict = `All: ${ready ? "Ready 200\n" : failed}${about}`;
  let text = verdict;
  const isTraced = lines.some(({ phases }) => phases !== undefined);
  let left = isTraced ? Infinity : MAX_BYTES - byteLength(verdict + moreOf(lines.length) + checked);
  for (const [shown, result] of lines.entries()) {
    const line = renderResult(result, width);
    left -= byteLength(line);
    if (left < 0) return text + moreOf(lines.length - shown) + checked;
    text += line;
  }
  return text + checked;
}

/** Renders `/self`. It is always ready: a process that answers is alive. */
export function renderSelf(): string {
  return "Self: Ready 200\n";
}

function renderResult(result: Result, width: number): string {
  const { endpoint, outcome, duration, age, phases } = result;
  const columns = [
    WORDS[severityOf(result)],
    cut(endpoint.name, MAX_NAME).padEnd(width),
    outcomeInWords(outcome),
  ];
  const line = `${columns.join("  ")} (${Math.round(duration * 1000)} ms${formatAge(age)})\n`;
  return phases === undefined ? line : line + renderPhases(phases);
}

/** Writes the age of a kept success as `, 12 s ago`; nothing for a new check. */
export function formatAge(age: Seconds | undefined): string {
  return age === undefined ? "" : `, ${formatDuration(age)} ago`;
}

/** Renders a row for each phase of a check: its milliseconds, its name, and what it showed. */
export function renderPhases(phases: readonly Phase[]): string {
  return phases.map(({ ms, phase, shown }) =>
    `${ms.toFixed(1).padStart(MS_WIDTH)} ms  ${phase.padEnd(PHASE_WIDTH)}  ${shown}\n`
  ).join("");
}

function moreOf(count: number): string {
  return `... and ${count} more\n`;
}

function byteLength(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length;
}
