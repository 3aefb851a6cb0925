/** @module What the history says, and whether it is true. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import { OFFSETS } from "../truth/clock.ts";
import { PERIOD, type Run } from "../truth/happened.ts";
import type { Truth } from "../truth/truth.ts";
import { get } from "./get.ts";
import { type EndpointHistory, wrongNumbers } from "./numbers.ts";

/** What a round and its timeout take. */
const ROUND: Milliseconds = 3500;

/** Of each life: the first, and what freezes and a busy machine take. */
const LOST_ROUNDS = 4;

interface HistoryBody {
  readonly endpoints: readonly EndpointHistory[];
}

/** Asks for the history, and judges it against the truth. */
export async function askHistory(life: Life, truth: Truth): Promise<boolean> {
  const safe = truth.happened.runs.filter(({ outageMs, fromMs }) =>
    outageMs < Infinity && fromMs > truth.disk.removedMs + ROUND && truth.disk.isSafe(outageMs)
  ).filter((run) => !truth.clock.isHidden(run));
  const ended = new Set(safe.filter(({ toMs }) => toMs < Infinity && truth.disk.isSafe(toMs)));
  const isHealthy = truth.disk.isHealthy();
  const leastMs = leastWatched(truth);
  const answer = await get(life, truth, "/history?since=3d", "application/json");
  if (answer === undefined) return false;
  if (answer.status !== 200) {
    if (
      isHealthy && truth.disk.isHealthy() &&
      answer.requestedMs > truth.happened.life.fromMs + 2 * ROUND
    ) {
      truth.fault(`/history: ${answer.status} ${answer.body}`);
    }
    return true;
  }
  const { endpoints } = JSON.parse(answer.body) as HistoryBody;
  for (const endpoint of endpoints) {
    const { name, outages, ...rest } = endpoint;
    for (const text of wrongNumbers(endpoint)) truth.fault(`/history: ${name}: ${text}`);
    const spans: { run: Run; beginMs: Milliseconds; endMs: Milliseconds }[] = [];
    for (const { begin, end } of outages) {
      const found = truth.clock.find(name, Date.parse(begin));
      const what = `/history: an outage of ${name} from ${begin} to ${end}`;
      if (found === undefined) truth.fault(`${what}, but it was up`);
      else {
        const { run, beginMs } = found;
        truth.judgeLength(run, what);
        truth.begins.set(`${name} ${begin}`, found.lateMs);
        const length = end === null ? Infinity : Date.parse(end) - Date.parse(begin);
        spans.push({ run, beginMs, endMs: beginMs + length });
        if (truth.clock.isHidden(run) || (end === null && !ended.has(run))) continue;
        if (!mayEnd(run, beginMs + length, truth)) {
          truth.fault(`${what}, but it ended ${new Date(run.toMs).toJSON()}`);
        }
      }
    }
    for (const run of safe) {
      const own = spans.filter((span) => span.run === run);
      const isIn = own.length > 0 ||
        spans.some(({ beginMs, endMs }) => beginMs < run.outageMs && endMs > run.fromMs);
      if (run.name !== name || rest.outages_omitted > 0) continue;
      if (!isIn) truth.fault(`/history: no outage of ${name} ${new Date(run.fromMs).toJSON()}`);
      if (own.length > run.heads.length) truth.fault(`/history: ${own.length} outages for one`);
    }
    judgeWatched(name, rest.watched_seconds * 1000, leastMs, truth);
  }
  return true;
}

/** By how much the clock may have been set. */
const STEPS = OFFSETS.flatMap((to) => OFFSETS.map((from) => to - from));

/** Whether an outage may end so: with the run, or with what an earlier life did not see or write. */
function mayEnd(run: Run, endMs: Milliseconds, truth: Truth): boolean {
  if (truth.clock.isNear(endMs, run.toMs)) return true;
  if (truth.happened.isOneLife(run.fromMs, Math.min(run.toMs, Date.now()))) {
    if (run.toMs === Infinity || truth.disk.isSafe(run.toMs)) return false;
  }
  const later = truth.happened.runs.filter(({ name, fromMs }) =>
    name === run.name && fromMs >= run.fromMs
  );
  const ends = [
    ...truth.clock.settings.map(({ fromMs }) => fromMs),
    ...later.flatMap(({ heads, toMs }) => [...heads, toMs]),
  ];
  // In each life, the begin and the end may be by two settings of the clock, and nobody saw it set.
  const dates = run.heads.reduce(
    (dates) => new Set(dates.values().flatMap((ms) => STEPS.map((stepMs) => ms + stepMs))),
    new Set([endMs]),
  ).values().toArray();
  const lostMs = truth.disk.lostMs(run);
  return ends.some((ms) =>
    dates.some((date) => truth.clock.isNear(date, ms) || (date < ms && date > ms - lostMs))
  );
}

/** What must be recorded as watched: in each life since the file was removed, all but some rounds. */
function leastWatched({ happened, disk }: Truth): Milliseconds {
  const now = Date.now();
  return happened.lives.filter(({ fromMs }) => fromMs > disk.removedMs).reduce((sum, life) => {
    const { fromMs, toMs } = life;
    let ms = Math.min(toMs, now);
    while (ms > fromMs && !disk.isSafe(ms)) ms -= PERIOD;
    return sum + Math.max(0, happened.roundsIn(fromMs, ms) - LOST_ROUNDS) * PERIOD;
  }, 0);
}

function judgeWatched(
  name: string,
  watchedMs: Milliseconds,
  leastMs: Milliseconds,
  truth: Truth,
): void {
  const now = Date.now();
  const lived = truth.happened.lives.map(({ fromMs, toMs }) =>
    Math.min(toMs, now) - fromMs + PERIOD
  );
  const mostMs = lived.reduce((sum, ms) => sum + ms, 0);
  if (watchedMs >= leastMs && watchedMs <= mostMs) return;
  truth.fault(`/history: ${name} was watched for ${watchedMs} ms of ${leastMs} to ${mostMs}`);
}
