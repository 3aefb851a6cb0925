/** @module One run of the torture. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { pick, random } from "../support/random.ts";
import { pause } from "./client.ts";
import { DISTURBANCES } from "./disturbances/all.ts";
import { Gate } from "./disturbances/gate.ts";
import { sendHost } from "./names/hosts.ts";
import { LATE } from "./endpoints/server.ts";
import { judge, REQUESTS, short } from "./judge.ts";
import { idle, NUISANCES } from "./disturbances/nuisances.ts";
import type { Findings, TortureOptions } from "./findings.ts";
import { stop } from "./stop.ts";
import { startSubject, TIMEOUT } from "./subject.ts";

/** How many endpoints are good at the same time: sometimes all, or `/all` would never be ready. */
const GOOD_SHARES = [0.2, 0.7, 1];
/** How long a sidecar that lacks descriptors may refuse connections, and `/self` may take. */
const MAX_DEAF: Milliseconds = 2000;

/** Runs the sidecar with endpoints and clients that misbehave, and judges every answer. */
export async function torture(options: TortureOptions): Promise<Findings> {
  const { seconds, seed, maxPause = 2500, maxChanges = 8, descriptors, memory, flood } = options;
  await using stack = new AsyncDisposableStack();
  const patience = flood > 0 ? MAX_DEAF : 0;
  const subject = await startSubject(stack, { descriptors, memory, patience });
  const { program, client, endpoints, wrong, log, group } = subject;
  const gate = new Gate();
  let answers = 0;
  let ready = 0;
  const disturbances: Record<string, number> = {};
  const absent = [
    ...(flood > 0 ? [] : ["floods"]),
    ...(memory === undefined ? ["large bodies"] : []),
  ];
  const kinds = Object.keys(DISTURBANCES).filter((kind) => !absent.includes(kind));
  const endMs = performance.now() + seconds * 1000;
  const running = (): boolean =>
    performance.now() < endMs || kinds.some((kind) => disturbances[kind] === undefined);

  // Each loop has its own numbers, whatever the others do.
  let loops = 0;
  const loop = async (
    act: (next: () => number) => Promise<void>,
    maxPause: Milliseconds,
  ): Promise<void> => {
    const next = random(seed + 7919 * loops++);
    while (running()) {
      await gate.enter(() => act(next)).catch((error) => void wrong.push(error.message));
      await pause(maxPause * next());
    }
  };
  const check = async (next: () => number): Promise<void> => {
    const request = pick(REQUESTS, next);
    const answer = await client.get(request.path).catch((error) => {
      throw new Error(`${short(request.path)}: ${error.message}`);
    });
    wrong.push(...judge(request, answer, subject));
    answers++;
    if (answer.status === 200) ready++;
  };
  const annoy = (next: () => number): Promise<void> =>
    pick(Object.values(NUISANCES), next)(client.port);
  const self = async (): Promise<void> => {
    const startMs = performance.now();
    const { status } = await client.get("/self");
    const tookMs = performance.now() - startMs;
    if (status !== 200 || tookMs > MAX_DEAF) wrong.push(`/self: ${status} after ${tookMs} ms`);
  };
  const change = (next: () => number): void => {
    const share = pick(GOOD_SHARES, next);
    for (const endpoint of endpoints) {
      // Some modes show only after seconds.
      if (next() < 0.3 || endpoint.keepsMode) continue;
      const modes = next() < 0.5 ? endpoint.failing : [...endpoint.slow, ...endpoint.failing];
      // Where sockets run short, checks wait for each other, and what is late may be too late.
      const good = endpoint.good.filter((mode) => flood === 0 || mode !== LATE);
      endpoint.mode = pick(next() < share ? good : modes, next);
    }
  };
  const disturb = async (): Promise<void> => {
    const next = random(seed);
    let left: string[] = [];
    while (running()) {
      for (let changes = Math.ceil(maxChanges * next()); changes > 0; changes--) {
        change(next);
        // Most pauses are long enough for a whole check in one mode.
        await pause(next() < 0.2 ? 50 : maxPause * next());
      }
      if (left.length === 0) left = [...kinds];
      const [kind = ""] = left.splice(Math.floor(next() * left.length), 1);
      await DISTURBANCES[kind]?.({ subject, gate, flood, next })
        .catch((error) => void wrong.push(`${kind}: ${error.message}`));
      disturbances[kind] = (disturbances[kind] ?? 0) + 1;
    }
    for (const endpoint of endpoints) endpoint.mode = "good";
  };
  const usage: [number, number][] = [];
  const look = async (): Promise<void> => {
    if (!options.look) return;
    await program.usage().then(
      (used) => usage.push(used),
      (error) => wrong.push(`usage: ${error}`),
    );
  };
  await look();
  const early = pause(seconds * 200).then(look);

  {
    using _idle = await idle(client, options.idle);
    await Promise.all([
      disturb(),
      ...Array.from({ length: options.checkers }, () => loop(check, 50)),
      loop(annoy, 100),
      loop(annoy, 100),
      loop((next) => sendHost(subject, next), 100),
      loop(self, 200),
      early,
    ]);
  }
  // The last checks must have closed their connections.
  if (options.look) await pause(TIMEOUT * 1000 + 500);
  await look();
  const peak = await group?.peak();
  const [status, stderr] = await stop(subject);
  await log.ended;
  const { retries } = client;
  const { lines: counts, excused } = subject.counts;
  return {
    answers,
    counts,
    excused,
    ready,
    retries,
    disturbances,
    wrong,
    status,
    stderr,
    usage,
    peak,
  };
}
