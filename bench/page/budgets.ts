import { machineText } from "../support/machine.ts";
import { isMissed, type Measurement } from "../support/measurement.ts";
import type { BenchResults } from "../support/results.ts";
import { WHY } from "./missed.ts";
import { commands, spreadText, table } from "./markdown.ts";

/** Returns the part of the page about the budgets, from runs of the bench. */
export function budgetsText(runs: readonly BenchResults[]): string {
  const all = new Map<string, Measurement>();
  for (const { measurements } of runs) {
    for (const measurement of measurements) all.set(keyOf(measurement), measurement);
  }
  const rows = [...all.values()];
  const columns = runs.map(columnOf);
  const limited = rows.filter(({ budget }) => budget !== null);
  const unlimited = rows.filter(({ budget }) => budget === null);
  return [
    commands(runs.map(({ command }) => command)),
    ...runs.map(introduction),
    table(
      ["what", "budget", ...columns],
      limited.map((row) => [whatOf(row), budgetOf(row, runs), ...cellsOf(row, runs)]),
    ),
    ...missedOf(runs).map((key) => `- **${key}:** ${WHY[key] ?? ""}`),
    "Measurements without a budget:",
    table(["what", ...columns], unlimited.map((row) => [whatOf(row), ...cellsOf(row, runs)])),
    "The command of each measurement is in [the results](../bench/results).",
  ].join("\n\n");
}

/** Returns what missed its budget in at least one of the runs, and its unit. */
export function missedOf(runs: readonly BenchResults[]): string[] {
  const missed = runs.flatMap(({ measurements }) => measurements.filter(isMissed));
  return [...new Set(missed.map(keyOf))];
}

/** The budget; where those of the runs differ, each in the order of the runs. */
function budgetOf(row: Measurement, runs: readonly BenchResults[]): string {
  const all = runs.flatMap(({ measurements }) =>
    measurements.filter((measurement) => keyOf(measurement) === keyOf(row))
  );
  return [...new Set(all.map(({ budget }) => budget ?? "-"))].join(", ");
}

function columnOf({ subject: { name, deno } }: BenchResults): string {
  return `${name}, Deno ${deno}`;
}

function introduction(run: BenchResults): string {
  const { subject, measurements, machine, runtime, upstream } = run;
  const limited = measurements.filter(({ budget }) => budget !== null);
  const missed = limited.filter(isMissed).length;
  const stands = subject.name === "binary"
    ? "`healthcheck` is the binary"
    : `\`healthcheck\` stands for \`${subject.command}\``;
  return `**${columnOf(run)}** misses ${missed} of ${limited.length} budgets. It is healthcheck ` +
    `${subject.version}; ${stands}. The endpoints that ` +
    `answer at once are \`${upstream}\`. The machine: ${machineText(machine, runtime)}.`;
}

function keyOf({ what, unit }: Measurement): string {
  return `${what}, ${unit}`;
}

function whatOf(measurement: Measurement): string {
  return keyOf(measurement).replace(/(?<= of )[\w+]+:\S*(?=,)/, "`$&`");
}

function cellsOf(row: Measurement, runs: readonly BenchResults[]): string[] {
  return runs.map(({ measurements }) => {
    const found = measurements.find((measurement) => keyOf(measurement) === keyOf(row));
    if (found === undefined) return "-";
    return spreadText(found) + (isMissed(found) ? " **missed**" : "");
  });
}
