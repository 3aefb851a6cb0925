/** @module A run with a name server that hangs and lies. */
import { V8_FLAGS } from "../../../bench/support/compiled_flags.ts";
import type { Seconds } from "../../../src/process/time/duration.ts";
import { Program } from "../../support/program.ts";
import { pick, random } from "../../support/random.ts";
import { Client, pause } from "../client.ts";
import { Counts } from "../counts.ts";
import { TorturedServer } from "../endpoints/server.ts";
import { HTTP } from "../endpoints/speeches.ts";
import { judge, type Request } from "../judge.ts";
import { Lag } from "../lag.ts";
import { startNameServer } from "./name_server.ts";
import { TorturedName } from "./tortured_name.ts";

/** Options of {@linkcode tortureNames}. */
export interface TortureNamesOptions {
  /** How long to torture the sidecar. */
  seconds: Seconds;
  /** The seed of every random choice. */
  seed: number;
}

/** What the run found. */
export interface NameFindings {
  /** The number of rounds that were judged. */
  readonly answers: number;
  /** How often each kind of name was asked for, and rightly answered. */
  readonly counts: readonly string[];
  /** How often the name server said what of the names of which it lies. */
  readonly said: Readonly<Record<string, number>>;
  /** What was wrong; empty if the sidecar is correct. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM. */
  readonly status: number;
  /** Standard error, which must be empty. */
  readonly stderr: string;
}

const HONEST = ["127.0.0.1", "localhost", "hosts.example", "good.example", "a.good.example"];
const LYING = 12;
const HANGING = 60;
const CHECKERS = 16;
const TIMEOUT: Seconds = 2;
const MAX_PAUSE = 1000;

/**
 * Checks required endpoints by an address, by a name of /etc/hosts and by names that the name server
 * knows, by names of which it says what the seed chooses, and many optional ones whose names it never
 * answers.
 *
 * It needs the right to listen on port 53, 127.0.0.1 as the only name server, and `hosts.example` in
 * /etc/hosts.
 */
export async function tortureNames({ seconds, seed }: TortureNamesOptions): Promise<NameFindings> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(new TorturedServer(HTTP));
  const honest = HONEST.map((host, index) => {
    const asked = { what: "honest name", name: `e${index}`, options: "&group=honest" };
    return new TorturedName(host, url, "wrong", asked);
  });
  const lying = Array.from({ length: LYING }, (_, index) => {
    const lies = index < LYING / 2 ? "wrong" : "mute";
    const host = `l${index}.lies.example`;
    return new TorturedName(host, url, lies, { what: `name with ${lies} lies`, name: `l${index}` });
  });
  const hanging = Array.from({ length: HANGING }, (_, index) => {
    const asked = { what: "name without an answer", name: `h${index}`, options: "&optional" };
    const endpoint = new TorturedName(`h${index}.example`, url, "mute", asked);
    endpoint.mode = "silence";
    return endpoint;
  });
  const endpoints = [...honest, ...lying, ...hanging];
  const said: Record<string, number> = {};
  stack.use(
    await startNameServer((name) => {
      const endpoint = endpoints.find(({ host }) => name === host || name === `alias.${host}`);
      if (endpoint !== undefined && lying.includes(endpoint)) {
        said[endpoint.mode] = (said[endpoint.mode] ?? 0) + 1;
      }
      return endpoint?.saying;
    }),
  );
  const program = stack.use(
    new Program(
      ["--host", "127.0.0.1", "0", `${TIMEOUT}`, ...endpoints.map(({ argument }) => argument)],
      { denoFlags: ["--allow-net", "--allow-read", ...V8_FLAGS] },
    ),
  );
  using client = new Client(await program.port(), 0);
  using lag = new Lag();
  const counts = new Counts();
  const log = Array.fromAsync(program.lines);
  const wrong: string[] = [];
  let answers = 0;
  const endMs = performance.now() + seconds * 1000;
  const namesOf = (some: readonly TorturedName[]): string[] => some.map(({ asked }) => asked.name);
  const requests: readonly Request[] = [
    { what: "/all", path: "/all", names: namesOf(endpoints) },
    { what: "group", path: "/all?group=honest", names: namesOf(honest) },
    ...namesOf([...honest, ...lying])
      .map((name) => ({ what: "/all/NAME", path: `/all/${name}`, names: [name] })),
  ];
  const check = async (next: () => number): Promise<void> => {
    while (performance.now() < endMs) {
      const request = pick(requests, next);
      try {
        const answer = await client.get(request.path);
        answers++;
        wrong.push(...judge(request, answer, { endpoints, counts, lag }));
        const self = await client.get("/self");
        const tookMs = performance.now() - self.requestedMs;
        if (tookMs > 1000) wrong.push(`/self after ${tookMs} ms`);
      } catch (error) {
        wrong.push(`${request.path}: ${error}`);
      }
      await pause(200 * next());
    }
  };
  const change = async (next: () => number): Promise<void> => {
    while (performance.now() < endMs) {
      for (const endpoint of lying) {
        if (endpoint.keepsMode || next() < 0.3) continue;
        endpoint.mode = pick(
          next() < 0.5 ? endpoint.good : [...endpoint.failing, ...endpoint.slow],
          next,
        );
      }
      await pause(MAX_PAUSE * next());
    }
  };
  await Promise.all([
    change(random(seed + CHECKERS)),
    ...Array.from({ length: CHECKERS }, (_, index) => check(random(seed + index))),
  ]);
  program.kill("SIGTERM");
  const [{ code }, stderr] = await Promise.all([program.status, program.stderr, log]);
  return { answers, counts: counts.lines, said, wrong, status: code, stderr };
}
