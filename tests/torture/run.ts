import { random } from "../support/random.ts";
import { Program } from "../support/program.ts";
import { idle, NUISANCES } from "./clients.ts";
import { MODES, TorturedEndpoint } from "./endpoint.ts";

/** How the sidecar is tortured. */
export interface TortureOptions {
  seconds: number;
  /** What is chosen at random follows from it. */
  seed: number;
  /** How many file descriptors the sidecar has. */
  descriptors: number;
  /** How many connections say nothing meanwhile. */
  idle: number;
  /** Whether to look at the process in /proc, which takes every permission. */
  look: boolean;
}

/** What came of it. */
export interface Findings {
  /** How many answers were looked at. */
  readonly answers: number;
  /** How many of them were 200. */
  readonly ready: number;
  /** What was wrong: nothing. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM in the middle. */
  readonly status: number;
  readonly stderr: string;
  /** Open descriptors and resident memory in MiB: before, after a fifth of the time, and after. */
  readonly usage: readonly (readonly [descriptors: number, resident: number])[];
}

const ENDPOINTS = 5;
const CHECKERS = 10;
const TIMEOUT = 1;
const PATHS = [
  "/all",
  "/all?exclude=e0",
  ...Array.from({ length: ENDPOINTS }, (_, i) => `/all/e${i}`),
];

/**
 * Runs the sidecar beside endpoints and clients that do their worst, and knows what every answer
 * should have been: what an endpoint was all the time between question and answer must be in it.
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
  // Nobody reads its log, but a full pipe would stop it.
  const log = program.rest();
  const wrong: string[] = [];
  let answers = 0;
  let ready = 0;
  const over = performance.now() + seconds * 1000;
  const goes = (): boolean => performance.now() < over;

  const moods = async (): Promise<void> => {
    while (goes()) {
      for (const endpoint of endpoints) {
        endpoint.mode = next() < 0.6 ? "good" : pick(MODES);
      }
      // Long enough for answers that rest on this mood alone.
      await pause(next() < 0.2 ? 50 : 2500 * next());
      if (next() < 0.2) program.kill("SIGUSR2");
    }
    for (const endpoint of endpoints) endpoint.mode = "good";
  };
  const checks = async (): Promise<void> => {
    while (goes()) {
      const path = pick(PATHS);
      const asked = performance.now();
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
        const good = endpoints[Number(name.slice(1))]?.goodSince(asked);
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
    while (goes()) {
      await pick(Object.values(NUISANCES))(port);
      await pause(next() * 100);
    }
  };
  const selves = async (): Promise<void> => {
    while (goes()) {
      const asked = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/self`).catch(() => undefined);
      await answer?.body?.cancel();
      const took = performance.now() - asked;
      if (answer?.status !== 200 || took > 2000) {
        wrong.push(`/self: ${answer?.status} after ${took} ms`);
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
      moods(),
      ...Array.from({ length: CHECKERS }, checks),
      nuisances(),
      nuisances(),
      selves(),
      early,
    ]);
  }
  await pause(TIMEOUT * 1000 + 500);
  await look();

  // In the middle of requests, which are answered.
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
