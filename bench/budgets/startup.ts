import type { Milliseconds } from "../../src/process/time/duration.ts";
import { timeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";
import { Process } from "../support/process.ts";

/** A start is short: it is measured more often than the rest. */
const RUNS_FACTOR = 4;

/** The name of the time until the first answer. */
export const START = "from exec to the first 200 on /self";

/** Measures the start of the program beside that of an empty one, in turn. */
export async function startup(bench: Bench): Promise<void> {
  const { fast, subject: { empty, name } } = bench.settings;
  // The bundle has many files, an empty program one.
  const budget = name === "binary" ? 1.3 : 1.6;
  await compare(bench, {
    budget,
    what: START,
    command: bench.sidecarCommand(fast),
    once: () => served(bench.sidecar(fast), "/self"),
    baseline: empty === null ? null : () => served(new Process(empty), "/"),
  });
  const check = ["check", "5", fast];
  await compare(bench, {
    budget,
    what: "check, from exec to exit",
    command: bench.command(...check),
    once: () => ended(bench.healthcheck(...check)),
    baseline: empty === null ? null : () => ended(new Process([...empty, "exit"])),
  });
}

interface Comparison {
  readonly budget: number;
  readonly what: string;
  readonly command: string;
  readonly once: () => Promise<Milliseconds>;
  readonly baseline: (() => Promise<Milliseconds>) | null;
}

async function compare(
  bench: Bench,
  { budget, what, command, once, baseline }: Comparison,
): Promise<void> {
  const pairs = await bench.repeat(async () => {
    const timeMs = await once();
    return { timeMs, ratio: baseline === null ? null : timeMs / await baseline() };
  }, bench.settings.runs * RUNS_FACTOR);
  const values = pairs.map(({ timeMs }) => timeMs);
  bench.record({ what, unit: "ms", command, values });
  const ratios = pairs.map(({ ratio }) => ratio).filter((ratio) => ratio !== null);
  if (ratios.length === 0) return;
  bench.record({ what, unit: "x an empty program", budget, command, values: ratios });
}

async function served(started: Process, path: string): Promise<Milliseconds> {
  await using process = started;
  await timeOf(`http://127.0.0.1:${await process.port()}${path}`);
  return performance.now() - process.startMs;
}

async function ended(started: Process): Promise<Milliseconds> {
  await using process = started;
  const status = await process.ended();
  if (status !== 0) throw new Error(`cannot measure: it must exit with 0, got ${status}`);
  return performance.now() - process.startMs;
}
