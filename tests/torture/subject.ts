/** @module The sidecar under torture. */
import { compiledFlags } from "../../bench/support/compiled_flags.ts";
import { Cgroup } from "../../bench/support/cgroup.ts";
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
  /** What limits its memory, if anything does. */
  readonly group: Cgroup | undefined;
  /** What was wrong so far. */
  readonly wrong: string[];
}

/** How much memory the sidecar may take, in MiB. At the end of either, it is killed. */
export interface MemoryLimits {
  /** All of it, by a control group, where one may be made. */
  readonly group: number;
  /** What V8 keeps of objects; buffers are outside. A binary has no such limit. */
  readonly heap: number;
}

/** Options of {@linkcode startSubject}. */
export interface StartSubjectOptions {
  /** The maximum number of file descriptors of the sidecar. */
  descriptors: number;
  /** Its memory; no limit without. */
  memory: MemoryLimits | undefined;
  /** How long connections may fail before that is wrong; 0 if none may. */
  patience: Milliseconds;
}

/** Starts a sidecar, which ends with the stack. */
export async function startSubject(
  stack: AsyncDisposableStack,
  { descriptors, memory, patience }: StartSubjectOptions,
): Promise<Subject> {
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const endpoints = await createEndpoints(folder, stack);
  const group = memory && await Cgroup.make({ memory: memory.group });
  if (group !== undefined) stack.use(group);
  const heap = memory === undefined ? "" : `,--max-old-space-size=${memory.heap}`;
  const clock = ["--preload", new URL("./clock/preload.ts", import.meta.url).pathname];
  const program = stack.use(
    new Program(
      [
        ...["--host", "127.0.0.1", "--log-level", "debug", "0", String(TIMEOUT)],
        ...endpoints.map(({ argument }) => argument),
      ],
      {
        denoFlags: [
          ...compiledFlags().map((flag) => flag.startsWith("--v8-flags=") ? flag + heap : flag),
          ...(HAS_CLOCK ? clock : []),
        ],
        descriptors,
        ...(group === undefined ? {} : { before: group.enter }),
      },
    ),
  );
  const client = stack.use(new Client(await program.port(), patience));
  const byName = new Map(endpoints.map((endpoint) => [endpoint.asked.name, endpoint]));
  const log = new ReadLog(
    program.lines,
    (name, reason) => byName.get(name)?.onFailure(reason),
  );
  const lag = stack.use(new Lag());
  return { program, client, endpoints, log, counts: new Counts(), lag, group, wrong: [] };
}
