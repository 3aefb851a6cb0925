/** @module The files that the bench and the comparison write, and that the page is made from. */
import type { Machine, Runtime } from "./machine.ts";
import type { Measurement, Spread } from "./measurement.ts";

interface Run {
  /** The command that measured. */
  readonly command: string;
  readonly machine: Machine;
  /** The Deno that ran the bench, the sources, the bundle and the floor. */
  readonly runtime: Runtime;
  /** The command of the endpoint that answers at once. */
  readonly upstream: string;
}

/** The measurements of the budgets. */
export interface BenchResults extends Run {
  readonly kind: "bench";
  readonly subject: {
    readonly name: string;
    /** How it is started, before the arguments. */
    readonly command: string;
    readonly version: string;
    /** The Deno that runs it. */
    readonly deno: string;
  };
  readonly measurements: readonly Measurement[];
}

/** A program of a comparison. */
export interface ProgramResult {
  readonly name: string;
  readonly ours: boolean;
  readonly command: string;
  /** Its version and that of its runtime, if they are known. */
  readonly version: string | null;
}

/** What a program did in a scenario. */
export interface ScenarioRow {
  readonly program: string;
  /** Right answers a second. */
  readonly perSecond: Spread;
  /** Processor time for a right answer, in microseconds; `null` if none was right. */
  readonly processorUs: Spread | null;
  /** The time that 99 of 100 answers took at most, in milliseconds. */
  readonly p99Ms: Spread;
  /** Wrong answers in all rounds. */
  readonly wrong: number;
}

/** How one of our programs compares with another. */
export interface Ratio {
  readonly ours: string;
  readonly other: string;
  /** Right answers a second, ours to the other's, of each round; `null` if those were wrong. */
  readonly ratio: Spread | null;
  /** The least that the median may be; `null` if there is no goal. */
  readonly goal: number | null;
}

/** The results of a scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly rows: readonly ScenarioRow[];
  readonly ratios: readonly Ratio[];
}

/** A comparison with other programs. */
export interface PeersResults extends Run {
  readonly kind: "peers";
  readonly rounds: number;
  /** The length of each measurement. */
  readonly seconds: number;
  readonly programs: readonly ProgramResult[];
  readonly scenarios: readonly ScenarioResult[];
}

/** Throws if a file of results cannot be written, before what takes long is measured. */
export async function checkWritable(file: string): Promise<void> {
  try {
    (await Deno.open(file, { append: true, create: true })).close();
  } catch (error) {
    throw new Error(`cannot measure: --json must be a file that can be written, got ${file}`, {
      cause: error,
    });
  }
}

/** Writes a file of results. */
export async function writeResults(
  file: string,
  results: BenchResults | PeersResults,
): Promise<void> {
  await Deno.writeTextFile(file, `${JSON.stringify(results, null, 2)}\n`);
}
