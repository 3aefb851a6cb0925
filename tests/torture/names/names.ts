/** @module A run with a name server that hangs. */
import { V8_FLAGS } from "../../../bench/support/compiled_flags.ts";
import type { Seconds } from "../../../src/process/time/duration.ts";
import { Program } from "../../support/program.ts";
import { pick, random } from "../../support/random.ts";
import { Client, pause } from "../client.ts";
import { TorturedServer } from "../endpoints/server.ts";
import { HTTP } from "../endpoints/speeches.ts";
import { startNameServer } from "./name_server.ts";

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
  /** What was wrong; empty if the sidecar is correct. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM. */
  readonly status: number;
  /** Standard error, which must be empty. */
  readonly stderr: string;
}

const HANGING = 60;
const CHECKERS = 4;
const TIMEOUT: Seconds = 2;

/**
 * Checks required endpoints by an address, by a name of /etc/hosts and by names that the name server
 * knows, beside many optional ones whose names it never answers. Every answer must be 200.
 *
 * It needs the right to listen on port 53, 127.0.0.1 as the only name server, and `hosts.example` in
 * /etc/hosts.
 */
export async function tortureNames(
  { seconds, seed }: TortureNamesOptions,
): Promise<NameFindings> {
  await using stack = new AsyncDisposableStack();
  stack.use(await startNameServer());
  const { url } = stack.use(new TorturedServer(HTTP));
  const hosts = ["127.0.0.1", "localhost", "hosts.example", "good.example", "a.good.example"];
  const required = hosts.map((host) => url.replace("127.0.0.1", host));
  const optional = Array.from({ length: HANGING }, (_, index) => `tcp://h${index}.example:1`);
  const program = stack.use(
    new Program([
      ...["--host", "127.0.0.1", "0", String(TIMEOUT)],
      ...required.map((endpoint, index) => `${endpoint}&name=e${index}`),
      ...optional.map((endpoint, index) => `${endpoint}#name=h${index}&optional`),
    ], {
      denoFlags: [
        "--allow-net",
        "--allow-read",
        ...V8_FLAGS,
      ],
    }),
  );
  using client = new Client(await program.port(), 0);
  const log = Array.fromAsync(program.lines);
  const wrong: string[] = [];
  let answers = 0;
  const endMs = performance.now() + seconds * 1000;
  const paths = ["/all", ...required.map((_, index) => `/all/e${index}`)];
  const check = async (next: () => number): Promise<void> => {
    while (performance.now() < endMs) {
      const path = pick(paths, next);
      try {
        const { status, body } = await client.get(path);
        answers++;
        if (status !== 200) wrong.push(`${path}: ${status}: ${failuresIn(body)}`);
        const self = await client.get("/self");
        const tookMs = performance.now() - self.requestedMs;
        if (tookMs > 1000) wrong.push(`/self after ${tookMs} ms`);
      } catch (error) {
        wrong.push(`${path}: ${error}`);
      }
      await pause(200 * next());
    }
  };
  await Promise.all(Array.from({ length: CHECKERS }, (_, index) => check(random(seed + index))));
  program.kill("SIGTERM");
  const [{ code }, stderr] = await Promise.all([program.status, program.stderr, log]);
  return { answers, wrong, status: code, stderr };
}

/** The required endpoints that failed, with their reasons. */
function failuresIn(body: string): string {
  const { endpoints } = JSON.parse(body) as {
    endpoints: { ok: boolean; optional: boolean; reason: string; name: string }[];
  };
  return endpoints.filter(({ ok, optional }) => !ok && !optional)
    .map(({ name, reason }) => `${name}: ${reason}`).join(", ");
}
