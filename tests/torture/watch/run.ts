/** @module One run of the torture of `watch`. */
import type { Milliseconds, Seconds } from "../../../src/process/time/duration.ts";
import { sleep } from "../../../src/process/time/sleep.ts";
import { inFolder } from "../../support/folder.ts";
import { pick, random } from "../../support/random.ts";
import { pause } from "../client.ts";
import { HAS_CLOCK } from "../subject.ts";
import { ask, askAll } from "./answers/ask.ts";
import { askHistory } from "./answers/history.ts";
import { Disk } from "./volume/disk.ts";
import { commandOf } from "./command.ts";
import { Endpoints } from "./endpoints/endpoints.ts";
import { Messages } from "./messages/messages.ts";
import { Life } from "./life.ts";
import type { Fate } from "./messages/receiver.ts";
import { startProxy } from "./leaks/proxy.ts";
import { Lives } from "./lives.ts";
import { Truth } from "./truth/truth.ts";

/** Options of {@linkcode tortureWatch}. */
export interface TortureWatchOptions {
  seconds: Seconds;
  /** The seed of every random choice. */
  seed: number;
  /** The failed rounds that are an outage. */
  after: number;
  /** The mean time that a slow endpoint is up or down; all other times follow it. */
  scaleMs: Milliseconds;
  /** Whether a small volume may be mounted for the history. */
  mounts: boolean;
}

/** What the run found. */
export interface WatchFindings {
  /** The number of answers that were judged. */
  readonly answers: number;
  /** The number of outages that had to be noticed. */
  readonly outages: number;
  readonly messages: Readonly<Record<Fate, number>>;
  readonly alerts: Readonly<Record<Fate, number>>;
  /** The number of connections to the proxy. */
  readonly tunnels: number;
  /** How often each disturbance happened to the process and its disk. */
  readonly disturbances: Readonly<Record<string, number>>;
  /** What was wrong; empty if `watch` is correct. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM. */
  readonly status: number;
  /** Standard error, which must be empty. */
  readonly stderr: string;
}

const STARTUP: Seconds = 1;
/** Some pauses between two faults of the disk, in mean times that an endpoint is up or down. */
const CALM = 3;
const MAX_FREEZE: Milliseconds = 3000;
/** Until a write that failed has been tried again. */
const SETTLE: Milliseconds = 10_000;

/** Runs `watch` with endpoints, receivers and a disk that fail, and judges all that it says. */
export function tortureWatch(options: TortureWatchOptions): Promise<WatchFindings> {
  return inFolder((folder) => torture(options, folder));
}

async function torture(
  { seconds, seed, after, scaleMs, mounts }: TortureWatchOptions,
  folder: string,
): Promise<WatchFindings> {
  await using stack = new AsyncDisposableStack();
  const truth = stack.use(new Truth({ after, startupMs: STARTUP * 1000 }));
  await Deno.mkdir(`${folder}/disk`);
  const disk = stack.use(await Disk.create(`${folder}/disk`, mounts, truth));
  const endpoints = stack.use(await Endpoints.start(truth, folder));
  const [slack, alerts] = [new Messages("slack", truth), new Messages("alertmanager", truth)];
  const receivers = [slack, alerts].map(({ receiver }) => stack.use(receiver));
  const proxy = stack.use(startProxy(truth));
  const { args, env } = commandOf({
    after,
    startup: STARTUP,
    history: disk.path,
    slackPort: slack.receiver.port,
    alertmanagerPort: alerts.receiver.port,
    proxyPort: proxy.port,
    endpoints: endpoints.args,
  });
  const start = (): Life => new Life(args, env, truth, { ...slack.receiver.counts });
  const disturbances: Record<string, number> = {};
  let answers = 0;
  const lives = stack.use(new Lives(start, disk, truth));
  await lives.life.port;
  const signal = AbortSignal.timeout(seconds * 1000);
  const loop = async (index: number, act: (next: () => number) => Promise<void>): Promise<void> => {
    const next = random(seed + 7919 * index);
    while (!signal.aborted) await act(next);
  };
  const count = (kind: string): void => void (disturbances[kind] = (disturbances[kind] ?? 0) + 1);
  const disturb = async (next: () => number): Promise<void> => {
    await sleep(scaleMs * (0.1 + 1.4 * next()), signal);
    if (signal.aborted) return;
    const kinds = ["kills", "kills", "ends", "freezes", ...(HAS_CLOCK ? ["clock steps"] : [])];
    const kind = pick(kinds, next);
    const frozenMs = Math.min(MAX_FREEZE, scaleMs / 3) * next();
    await lives.inTurn(async () => {
      if (kind === "freezes") await lives.life.freeze(frozenMs);
      else if (kind === "clock steps") await lives.life.stepClock();
      else await lives.restart(kind === "kills" ? "SIGKILL" : "SIGTERM");
    });
    count(kind);
  };
  const harm = async (next: () => number): Promise<void> => {
    // What the disk must have taken is known only where it works for a while.
    await sleep(scaleMs * (next() < 0.2 ? CALM : next()), signal);
    if (signal.aborted) return;
    const ms = scaleMs * 0.25 * next();
    const kinds = [...Object.keys(disk.faults), ...(mounts ? ["read-only"] : [])];
    const kind = pick(kinds, next);
    const fault = { fromMs: Date.now(), toMs: Infinity };
    truth.disk.faults.push(fault);
    if (kind === "read-only") await lives.inTurn(() => lives.restart("SIGKILL", ms));
    else await disk.faults[kind]?.(ms);
    fault.toMs = Date.now();
    count(`disk ${kind}`);
  };
  await Promise.all([
    endpoints.flip(seed, scaleMs, signal),
    ...receivers.map((receiver, index) =>
      loop(
        index,
        (next) => receiver.phase(next, scaleMs, signal),
      )
    ),
    loop(2, disturb),
    loop(3, harm),
    // Two: one may wait for the history on a disk that stalls.
    ...[4, 5].map((index) =>
      loop(index, async (next) => {
        await pause(Math.min(1000, scaleMs / 10));
        if (await ask(next, lives.life, truth, slack, alerts)) answers++;
        for (const messages of [slack, alerts]) messages.judge();
        truth.judgeRounds();
      })
    ),
  ]);
  const { life } = lives;
  const settleMs = Date.now() + SETTLE;
  while (life.log.isHistoryBroken() && Date.now() < settleMs) await pause(100);
  if (life.log.isHistoryBroken()) truth.fault("the history is not written again");
  await askHistory(life, truth);
  truth.judgeBegins();
  await askAll(life, truth);
  const [status, stderr] = await lives.end("SIGTERM");
  const outages = truth.happened.runs.filter(({ outageMs }) => outageMs < Infinity).length;
  const [messages, taken] = [slack.receiver.counts, alerts.receiver.counts];
  const { wrong } = truth;
  const heard = { answers, outages, messages, alerts: taken, tunnels: proxy.taken() };
  return { ...heard, disturbances, wrong, status, stderr };
}
