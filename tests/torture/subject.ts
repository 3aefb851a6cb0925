/** @module The sidecar under torture. */
import { V8_FLAGS } from "../../bench/support/compiled_flags.ts";
import { BINARY, Program } from "../support/program.ts";
import type { Milliseconds, Seconds } from "../../src/process/time/duration.ts";
import { Client } from "./client.ts";
import { TorturedEndpoint } from "./endpoint.ts";
import { ReadLog } from "./read_log.ts";

/** The timeout of every check. */
export const TIMEOUT: Seconds = 1;
/** The endpoints' names. They are long, so that the log of a few hundred rounds fills a pipe. */
export const NAMES: readonly string[] = Array.from(
  { length: 5 },
  (_, index) => `e${index}-${"x".repeat(400)}`,
);

/** Whether the sidecar has a clock that can be set: a module that is loaded before it, so no binary has. */
export const HAS_CLOCK = BINARY === undefined;

/** A sidecar, its endpoints and its log. */
export interface Subject {
  readonly program: Program;
  readonly client: Client;
  readonly endpoints: readonly TorturedEndpoint[];
  readonly log: ReadLog;
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
  const endpoints = NAMES.map(() => stack.use(new TorturedEndpoint()));
  const clock = ["--preload", new URL("./clock.ts", import.meta.url).pathname];
  const program = stack.use(
    new Program(
      [
        ...["--host", "127.0.0.1", "--log-level", "debug", "0", String(TIMEOUT)],
        ...endpoints.map(({ url }, index) => `${url}&name=${NAMES[index]}`),
      ],
      {
        denoFlags: [
          "--allow-net",
          ...V8_FLAGS,
          ...(HAS_CLOCK ? clock : []),
        ],
        descriptors,
      },
    ),
  );
  const client = new Client(await program.port(), patience);
  return { program, client, endpoints, log: new ReadLog(program.lines), wrong: [] };
}
