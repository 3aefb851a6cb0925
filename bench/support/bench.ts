/** @module What every group of measurements needs. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { shownCommand } from "./command.ts";
import { floorProgram, startProgram } from "../peers/program.ts";
import { type Measurement, row, rowOf, type Spread, spreadOf } from "./measurement.ts";
import { Process } from "./process.ts";
import type { Subject } from "./subject.ts";

/** The arguments before the endpoints. */
const SERVE = ["--host", "127.0.0.1", "0", "5"];

/** Settings of {@linkcode Bench}. */
export interface BenchSettings {
  readonly subject: Subject;
  /** The base URL of the endpoint with delays and pages, `programs/stand_in.ts`. */
  readonly standIn: string;
  /** The URL of an endpoint that answers at once. */
  readonly fast: string;
  /** The number of runs of each measurement. */
  readonly runs: number;
  /** The length of the flood. */
  readonly floodMs: Milliseconds;
}

/** Values to record. */
export type Values = Omit<Measurement, keyof Spread | "budget"> & {
  /** The maximum for the median; without one there is no budget. */
  readonly budget?: number;
  /** The value of each run. */
  readonly values: readonly number[];
};

/** Starts what is measured, and prints and keeps the measurements. */
export class Bench {
  readonly settings: BenchSettings;
  readonly measurements: Measurement[] = [];
  #command = "";

  constructor(settings: BenchSettings) {
    this.settings = settings;
    print(row("what", "budget", "min", "median", "max"));
  }

  /** Starts the program to serve endpoints. */
  sidecar(...endpoints: readonly string[]): Process {
    return this.healthcheck(...SERVE, ...endpoints);
  }

  /** Starts the floor for the same endpoints, on its port. */
  async floor(...endpoints: readonly string[]): Promise<{ process: Process; url: string }> {
    const { process, port } = await startProgram(floorProgram(), endpoints);
    return { process, url: `http://127.0.0.1:${port}/all` };
  }

  /** Returns the command of `sidecar()`, for a reader. */
  sidecarCommand(...endpoints: readonly string[]): string {
    return this.command(...SERVE, ...endpoints);
  }

  /** Starts the program. */
  healthcheck(...args: readonly string[]): Process {
    return new Process([...this.settings.subject.words, ...args]);
  }

  /** Returns the command of `healthcheck()`, for a reader. */
  command(...args: readonly string[]): string {
    return shownCommand(["healthcheck", ...args]);
  }

  /** Runs something as often as is measured, one run after the other. Returns its values. */
  async repeat<Value>(
    once: () => Promise<Value>,
    runs: number = this.settings.runs,
  ): Promise<Value[]> {
    const values: Value[] = [];
    for (let run = 0; run < runs; run++) values.push(await once());
    return values;
  }

  /** Prints a measurement, after its command where that differs from the one before. */
  record({ what, unit, budget, command, values }: Values): void {
    const measurement = { what, unit, budget: budget ?? null, command, ...spreadOf(values) };
    this.measurements.push(measurement);
    if (command !== this.#command) print(`$ ${command}`);
    this.#command = command;
    print(rowOf(measurement));
  }
}

/** Prints a line. */
export function print(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}
