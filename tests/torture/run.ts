/** @module One run of the torture. */
import { random } from "../support/random.ts";
import type { Milliseconds, Seconds } from "../../src/process/duration.ts";
import { Program } from "../support/program.ts";
import { idle, NUISANCES } from "./clients.ts";
import { MODES, TorturedEndpoint } from "./endpoint.ts";

/** Options of {@linkcode torture}. */
export interface TortureOptions {
  /** How long to torture it. */
  seconds: Seconds;
  /** The seed of every random choice. */
  seed: number;
  /** The maximum number of file descriptors of the sidecar. */
  descriptors: number;
  /** The number of idle connections meanwhile. */
  idle: number;
  /** Whether to read /proc for its usage, which needs --allow-all. */
  look: boolean;
}

/** What a run found. */
export interface Findings {
  /** The number of answers that were judged. */
  readonly answers: number;
  /** The number of them with status 200. */
  readonly ready: number;
  /** What was wrong; empty if the sidecar is correct. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM during requests. */
  readonly status: number;
  /** Standard error, which must be empty. */
  readonly stderr: string;
  /**
   * Open descriptors and resident memory in MiB: at the start, after a fifth of the time, at the
   * end.
   */
  readonly usage: readonly (readonly [descriptors: number, resident: number])[];
}

const ENDPOINTS = 5;
const CHECKERS = 10;
const TIMEOUT: Seconds = 1;
const PATHS = [
  "/all",
  "/all?exclude=e0",
  ...Array.from({ length: ENDPOINTS }, (_, i) => `/all/e${i}`),
];

/**
 * Runs the sidecar with endpoints and clients that misbehave, and judges every answer: if an
 * endpoint was in one state from the request to the response, the answer must show that state.
 */
export async function torture(options: TortureOptions): Promise<Findings> {
  const { seconds, seed, descriptors } = options;
  const next = random(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  await using stack = new AsyncDisposableStack();
  const endpoints = Array.from({ length: ENDPOINTS }, () => stack.use(new TorturedEndpoint()));
  const program = stack.use(
    new Program(
      [
        "--host",
        "127.0.0.1",
        "0",
        String(TIMEOUT),
        ...endpoints.map((
          { url },
          index,
        ) => `${url}&name=e${index}`),
      ],
      {
        denoFlags: [
          "--allow-net",
          "--v8-flags=--max-semi-space-size=1",
          "--preload",
          new URL("./clock.ts", import.meta.url).pathname,
        ],
        descriptors,
      },
    ),
  );
  const port = await program.port();
  // A full pipe would block the program.
  const log = program.rest();
  const wrong: string[] = [];
  let answers = 0;
  let ready = 0;
  const endMs = performance.now() + seconds * 1000;
  const running = (): boolean => performance.now() < endMs;

  const changes = async (): Promise<void> => {
    while (running()) {
      for (const endpoint of endpoints) {
        endpoint.mode = next() < 0.6 ? "good" : pick(MODES);
      }
      // Most pauses are long enough for a whole check in one mode.
      await pause(next() < 0.2 ? 50 : 2500 * next());
      if (next() < 0.2) program.kill("SIGUSR2");
    }
    for (const endpoint of endpoints) endpoint.mode = "good";
  };
  const checks = async (): Promise<void> => {
    while (running()) {
      const path = pick(PATHS);
      const requestedMs = performance.now();
      let answer: Response;
      try {
        answer = await fetch(`http://127.0.0.1:${port}${path}`, {
          headers: { accept: "application/json" },
        });
      } catch (error) {
        wrong.push(`${path}: no answer: ${error}`);
        continue;
      }
      const { checks, endpoints: details } = await answer.json();
      answers++;
      if (answer.status === 200) ready++;
      for (const [name, ok] of Object.entries(checks)) {
        const good = endpoints[Number(name.slice(1))]?.goodSince(requestedMs);
        if (good === undefined || good === ok) continue;
        const { reason } = details.find((detail: { name: string }) => detail.name === name);
        wrong.push(`${path}: ${name} must be ${good}, got ${ok}: ${reason}`);
      }
      if ((answer.status === 200) !== Object.values(checks).every(Boolean)) {
        wrong.push(`${path}: ${answer.status} for ${JSON.stringify(checks)}`);
      }
      await pause(next() * 50);
    }
  };
  const nuisances = async (): Promise<void> => {
    while (running()) {
      await pick(Object.values(NUISANCES))(port);
      await pause(next() * 100);
    }
  };
  const selves = async (): Promise<void> => {
    while (running()) {
      const requestedMs = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/self`).catch(() => undefined);
      await answer?.body?.cancel();
      const tookMs = performance.now() - requestedMs;
      if (answer?.status !== 200 || tookMs > 2000) {
        wrong.push(`/self: ${answer?.status} after ${tookMs} ms`);
      }
      await pause(100);
    }
  };
  const usage: [number, number][] = [];
  const look = async (): Promise<void> => {
    if (options.look) usage.push(await program.usage());
  };
  await look();
  const early = (async (): Promise<void> => {
    await pause(seconds * 200);
    await look();
  })();

  {
    using _idle = await idle(port, options.idle);
    await Promise.all([
      changes(),
      ...Array.from({ length: CHECKERS }, checks),
      nuisances(),
      nuisances(),
      selves(),
      early,
    ]);
  }
  await pause(TIMEOUT * 1000 + 500);
  await look();

  // The requests in flight must be answered.
  const last = Promise.all(Array.from({ length: 5 }, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/all`);
    await answer.body?.cancel();
    return answer.status;
  }));
  if (endpoints[0] !== undefined) endpoints[0].mode = "hang";
  await pause(20);
  program.kill("SIGTERM");
  const statuses = await last.catch((error) => [String(error)]);
  if (!statuses.every((status) => status === 200 || status === 503)) {
    wrong.push(`after SIGTERM: ${statuses}`);
  }
  const [{ code }, err] = await Promise.all([program.status, program.stderr, log]);
  return {
    answers,
    ready,
    wrong,
    status: code,
    stderr: err,
    usage,
  };
}

function pause(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
