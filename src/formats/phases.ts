import type { Phase } from "../check/phase.ts";

/** The widest are `look up` and `connect`. */
const NAME_WIDTH = 7;
const MS_WIDTH = 13;

/** Renders a row for each phase of a check: its milliseconds, its name, and what it showed. */
export function renderPhases(phases: readonly Phase[]): string {
  return phases.map(({ ms, phase, shown }) =>
    `${ms.toFixed(1).padStart(MS_WIDTH)} ms  ${phase.padEnd(NAME_WIDTH)}  ${shown}\n`
  ).join("");
}
