/** @module The results of a comparison as lines for a terminal. */
import type { Ratio, ScenarioRow } from "../support/results.ts";

/** Formats what a program did. */
export function rowLine({ program, perSecond, processorUs, p99Ms, wrong }: ScenarioRow): string {
  const cost = processorUs === null ? "no right answer" : `${processorUs.median} us each`;
  const mark = wrong > 0 ? `, ${wrong} WRONG` : "";
  return `  ${program.padEnd(12)} ${
    `${perSecond.median}`.padStart(8)
  }/s, ${cost}, p99 ${p99Ms.median} ms${mark}`;
}

/** Formats the ratios of a scenario. One below its goal is marked. */
export function ratioLines(ratios: readonly Ratio[]): string[] {
  return ratios.map(({ ours, other, ratio, goal }) => {
    if (ratio === null) return `  ${ours} to ${other}: its answers were wrong`;
    const mark = isBehind(ratio.median, goal) ? " BEHIND" : "";
    const spread = `${ratio.median} (${ratio.min} to ${ratio.max})`;
    const shownGoal = goal === null ? "" : `, goal ${goal}`;
    return `  ${ours} to ${other}: ${spread}${shownGoal}${mark}`;
  });
}

/** Returns whether a ratio is below its goal. */
export function isBehind(median: number, goal: number | null): boolean {
  return goal !== null && median < goal;
}
