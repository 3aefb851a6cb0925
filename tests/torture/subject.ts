/** @module The sidecar under torture. */
import { compiledFlags } from "../../bench/support/compiled_flags.ts";
import { BINARY, Program } from "../support/program.ts";
import type { Milliseconds, Seconds } from "../../src/process/time/duration.ts";
import { Client } from "./client.ts";
import type { TorturedEndpoint } from "./endpoint.ts";
import { createEndpoints } from "./endpoints/all.ts";
import { Counts } from "./counts.ts";
import { Lag } from "./lag.ts";
import { ReadLog } from "./read_log.ts";

/** The timeout of every check. */
export const TIMEOUT: Seconds = 1;

/** Whether the sidecar has a clock that can be set: a module that is loaded before it, so no binary has. */
export const HAS_CLOCK = BINARY === undefined;

/** A sidecar, its endpoints and its log. */
export interface Subject {
  readonly program: Program;
  readonly client: Client;
  readonly endpoints: readonly TorturedEndpoint[];
  readonly log: ReadLog;
  /** How often what was asked, and rightly answered. */
  readonly counts: Counts;
  readonly lag: Lag;
  /** What was wrong so far. */
  readonly wrong: string[];
}

/** Options of {@linkcode startSubject}. */
export interface StartSubjectOptions {
  /** The maximum number of file descriptors of the sidecar. */
  descriptors: number;
  /** How long connections may fail before that is wrong; 0 if none may. */
  patience: Milliseconds;
}

/** Starts a sidecar, which ends with the stack. */
export async function startSubject(
  stack: AsyncDisposableStack,
  { descriptors, patience }: StartSubjectOptions,
): Promise<Subject> {
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const endpoints = await createEndpoints(folder, stack);
  const clock = ["--preload", new URL("./clock.ts", import.meta.url).pathname];
  const program = stack.use(
    new Program(
      [
        ...["--host", "127.0.0.1", "--log-level", "debug", "0", String(TIMEOUT)],
        ...endpoints.map(({ argument }) => argument),
      ],
      {
        denoFlags: [
          ...compiledFlags(),
          ...(HAS_CLOCK ? clock : []),
        ],
        descriptors,
      },
    ),
  );
  const client = stack.use(new Client(await program.port(), patience));
  const log = new ReadLog(program.lines);
  const lag = stack.use(new Lag());
  return { program, client, endpoints, log, counts: new Counts(), lag, wrong: [] };
}
