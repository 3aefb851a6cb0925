/** @module The programs that are compared: how they are named, started and requested. */
import { withoutFolders, wordsOf } from "../support/command.ts";
import { V8_FLAGS } from "../support/compiled_flags.ts";
import { filled, freePort, listening } from "../support/listening.ts";
import { Process } from "../support/process.ts";
import { FLOOR, GOOD, type Scenario } from "./scenarios.ts";

/** A program to compare. */
export interface Program {
  readonly name: string;
  /** Whether it is healthcheck. */
  readonly ours: boolean;
  /**
   * Its command, with `{port}` and `{urls}`. One without `{urls}` checks the endpoint of the request,
   * as blackbox_exporter does.
   */
  readonly words: readonly string[];
  /** The command, for a reader. */
  readonly shown: string;
  /** Its version and that of its runtime, if they are known. */
  readonly version: string | null;
}

/** Reads `NAME=COMMAND`. */
export function parseProgram(text: string): Program {
  const [, name, command] = /^([\w.-]+)=(.*\{port\}.*)$/.exec(text) ?? [];
  if (name === undefined || command === undefined) {
    throw new Error(`cannot compare: a program must be NAME=COMMAND with {port}, got ${text}`);
  }
  return {
    name,
    ours: false,
    words: wordsOf(command),
    shown: withoutFolders(command),
    version: null,
  };
}

/** Returns the floor. It has the flags of V8 that are compiled in: they too cost answers. */
export function floorProgram(): Program {
  const file = new URL("../programs/floor.ts", import.meta.url).pathname;
  const run = ["run", "--quiet", "--allow-net", ...V8_FLAGS];
  return {
    name: FLOOR,
    ours: false,
    words: [Deno.execPath(), ...run, file, "{port}", "{urls}"],
    shown: `deno ${run.join(" ")} bench/programs/floor.ts {port} {urls}`,
    version: `Deno ${Deno.version.deno}`,
  };
}

/** Returns whether a program checks the endpoint of the request: blackbox_exporter. */
export function isExporter({ words }: Program): boolean {
  return !words.includes("{urls}");
}

/** Returns whether a program can take part. */
export function takesPart(program: Program, { endpoints, speech, path }: Scenario): boolean {
  // The floor speaks HTTP alone. The other programs are told of TLS and gRPC as `good` is.
  if (speech !== "http") return program.ours || program.name === GOOD;
  return !isExporter(program) || (endpoints === 1 && path === "/all");
}

/** Returns the path and query that a scenario requests. */
export function targetOf(program: Program, { path }: Scenario, urls: readonly string[]): string {
  if (!isExporter(program)) return path;
  return `/probe?module=http_2xx&target=${encodeURIComponent(urls[0] ?? "")}`;
}

/** A program that listens. */
export interface Started {
  readonly process: Process;
  readonly port: number;
}

/** Starts a program with endpoints, and waits until it listens. */
export async function startProgram(program: Program, urls: readonly string[]): Promise<Started> {
  const port = freePort();
  const process = new Process(filled(program.words, { port, urls }), { quiet: true });
  try {
    await listening(port);
  } catch (error) {
    await process[Symbol.asyncDispose]();
    throw new Error(`cannot compare ${program.name}: it must listen on {port}`, { cause: error });
  }
  return { process, port };
}
