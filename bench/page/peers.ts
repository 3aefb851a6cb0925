import { isBehind } from "../peers/lines.ts";
import { FLOOR, GOOD } from "../peers/scenarios.ts";
import { machineText } from "../support/machine.ts";
import type { PeersResults, Ratio, ScenarioResult, ScenarioRow } from "../support/results.ts";
import { commands, spreadText, table } from "./markdown.ts";
import { WHY_BEHIND } from "./missed.ts";

/** Returns the part of the page about other programs, from a run of the comparison. */
export function peersText(run: PeersResults): string {
  const { command, machine, runtime, upstream, rounds, seconds, programs, scenarios } = run;
  const names = programs.map(({ name }) => name);
  const ratios = scenarios.flatMap(({ ratios }) => ratios);
  const behind = ratios.filter(isRatioBehind).length;
  const withGoal = ratios.filter(({ goal }) => goal !== null).length;
  const reasons = behindOf(run).map((key) => `- **${key}:** ${WHY_BEHIND[key] ?? ""}`);
  const pairs = new Map(ratios.map((ratio) => [pairOf(ratio), ratio]));
  return [
    commands([command]),
    `The machine: ${machineText(machine, runtime)}. The upstream: \`${upstream}\`. ` +
    `Rounds: ${rounds}, each of ${seconds} s for each scenario and program.`,
    table(
      ["program", "version", "command"],
      programs.map(({ name, version, command }) => [name, version ?? "-", `\`${command}\``]),
    ),
    "Right answers a second; the processor time of the program for each, in microseconds; " +
    "the time that 99 of 100 took at most, in milliseconds:",
    table(["scenario", ...names], scenarios.map((scenario) => answersOf(scenario, names))),
    "Right answers a second, ours to the other's, in the same round. " +
    `Ours is behind its goal in ${behind} of ${withGoal} comparisons.`,
    table(
      ["scenario", ...pairs.keys(), "floor to good"],
      scenarios.map(({ name, rows, ratios }) => [
        name,
        ...[...pairs.keys()].map((pair) => ratioText(ratios.find((it) => pairOf(it) === pair))),
        floorToGood(rows),
      ]),
    ),
    ...reasons,
  ].join("\n\n");
}

/** Returns the scenarios, each with the other program, in which a goal is missed. */
export function behindOf({ scenarios }: PeersResults): string[] {
  return scenarios.flatMap(({ name, ratios }) =>
    ratios.filter(isRatioBehind).map(({ other }) => `${name}, to ${other}`)
  );
}

/** What the runtime allows beside the good program, of the medians. */
function floorToGood(rows: readonly ScenarioRow[]): string {
  const of = (name: string): number =>
    rows.find(({ program }) => program === name)?.perSecond.median ?? NaN;
  const ratio = of(FLOOR) / of(GOOD);
  return Number.isNaN(ratio) ? "-" : `${Number(ratio.toFixed(2))}`;
}

function pairOf({ ours, other }: Ratio): string {
  return `${ours} to ${other}`;
}

function isRatioBehind({ ratio, goal }: Ratio): boolean {
  return ratio !== null && isBehind(ratio.median, goal);
}

function answersOf({ name, rows }: ScenarioResult, programs: readonly string[]): string[] {
  const cells = programs.map((program) => {
    const row = rows.find((row) => row.program === program);
    if (row === undefined) return "-";
    const cost = row.processorUs === null ? "" : `; ${row.processorUs.median}`;
    const tail = row.p99Ms === undefined ? "" : `; ${row.p99Ms.median}`;
    const wrong = row.wrong > 0 ? ` **${row.wrong} wrong**` : "";
    return spreadText(row.perSecond) + cost + tail + wrong;
  });
  return [name, ...cells];
}

function ratioText(found: Ratio | undefined): string {
  if (found === undefined) return "-";
  const { ratio, goal } = found;
  if (ratio === null) return "the other is wrong";
  const shownGoal = goal === null ? "" : `, goal ${goal}`;
  return `${spreadText(ratio)}${shownGoal}${isRatioBehind(found) ? " **behind**" : ""}`;
}
