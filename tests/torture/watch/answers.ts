/** @module What the process answers, and whether it is true. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { pick } from "../../support/random.ts";
import type { Messages } from "./messages.ts";
import { OPTIONAL } from "./endpoints.ts";
import type { Life } from "./process.ts";
import { secretsIn } from "./secrets.ts";
import { OFFSETS, PERIOD, type Run, type Truth } from "./truth.ts";

/** Without `/all`, which would check endpoints beside the rounds. */
const PATHS = ["/health", "/history", "/history?since=3d", "/metrics", "/self", "/nothing"];
const TYPES = ["application/json", "text/html", "text/plain", "*/*"];
/** How long an answer and its round may take. */
const MAX_WAIT: Milliseconds = 5000;
/** What the log takes to arrive. */
const LOG_DELAY: Milliseconds = 300;
/** What a round and its timeout take. */
const ROUND: Milliseconds = 3500;

/** The log says that the history cannot be written. */
const HISTORY = /^history not /;

interface HistoryBody {
  readonly endpoints: readonly {
    readonly name: string;
    readonly watched_seconds: number;
    readonly outages_omitted: number;
    readonly outages: readonly { readonly begin: string; readonly end: string | null }[];
  }[];
}

/** Asks a life for something, and judges the answer. Returns whether there was one. */
export async function ask(
  next: () => number,
  ...[life, truth, slack]: readonly [life: Life, truth: Truth, slack: Messages]
): Promise<boolean> {
  const [path, accept] = [pick(PATHS, next), pick(TYPES, next)];
  if (path === "/metrics") return await askMetrics(life, truth, slack);
  if (path.startsWith("/history") && accept === TYPES[0]) return await askHistory(life, truth);
  return await get(life, truth, path, accept) !== undefined;
}

/** Asks for everything once, when no check is judged any more. */
export async function askAll(life: Life, truth: Truth): Promise<void> {
  for (const accept of TYPES) await get(life, truth, "/all", accept);
}

/** Asks for the history, and judges it against the truth. */
export async function askHistory(life: Life, truth: Truth): Promise<boolean> {
  const safe = truth.runs.filter(({ outageMs, fromMs }) =>
    outageMs < Infinity && fromMs > truth.removedMs + ROUND && truth.isSafe(outageMs)
  ).filter((run) => !truth.isHidden(run));
  const ended = new Set(safe.filter(({ toMs }) => toMs < Infinity && truth.isSafe(toMs)));
  const isHealthy = truth.isHealthy();
  const isSafe = truth.isSafe(Date.now() - 2 * ROUND);
  const answer = await get(life, truth, "/history?since=3d", "application/json");
  if (answer === undefined) return false;
  if (answer.status !== 200) {
    if (isHealthy && truth.isHealthy() && answer.requestedMs > truth.life.fromMs + 2 * ROUND) {
      truth.fault(`/history: ${answer.status} ${answer.body}`);
    }
    return true;
  }
  const { endpoints } = JSON.parse(answer.body) as HistoryBody;
  for (const { name, outages, ...rest } of endpoints) {
    const spans: { run: Run; beginMs: Milliseconds; endMs: Milliseconds }[] = [];
    for (const { begin, end } of outages) {
      const found = truth.find(name, Date.parse(begin));
      const what = `/history: an outage of ${name} from ${begin} to ${end}`;
      if (found === undefined) truth.fault(`${what}, but it was up`);
      else {
        const { run, beginMs } = found;
        const length = end === null ? Infinity : Date.parse(end) - Date.parse(begin);
        spans.push({ run, beginMs, endMs: beginMs + length });
        if (truth.isHidden(run) || (end === null && !ended.has(run))) continue;
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
    judgeWatched(name, rest.watched_seconds * 1000, isSafe, truth);
  }
  return true;
}

/** Whether an outage may end so: with the run, or with what an earlier life did not see or write. */
function mayEnd(run: Run, endMs: Milliseconds, truth: Truth): boolean {
  if (truth.isNear(endMs, run.toMs)) return true;
  if (truth.isOneLife(run.fromMs, Math.min(run.toMs, Date.now()))) {
    if (run.toMs === Infinity || truth.isSafe(run.toMs)) return false;
  }
  const later = truth.runs.filter(({ name, fromMs }) => name === run.name && fromMs >= run.fromMs);
  const ends = [
    ...truth.clocks.map(({ fromMs }) => fromMs),
    ...later.flatMap(({ heads, toMs }) => [...heads, toMs]),
  ];
  // The begin and the end may be by two settings of the clock, and nobody saw it set.
  const dates = OFFSETS.flatMap((a) => OFFSETS.map((b) => endMs + a - b));
  const lostMs = truth.lostMs(run);
  return ends.some((ms) =>
    dates.some((date) => truth.isNear(date, ms) || (date < ms && date > ms - lostMs))
  );
}

function judgeWatched(name: string, watchedMs: Milliseconds, isSafe: boolean, truth: Truth): void {
  const now = Date.now();
  const lived = truth.lives.map(({ fromMs, toMs }) => Math.min(toMs, now) - fromMs + PERIOD);
  const most = lived.reduce((sum, ms) => sum + ms, 0);
  const isKept = isSafe && truth.removedMs < truth.life.fromMs;
  const least = isKept ? (lived.at(-1) ?? 0) - 4 * ROUND : 0;
  if (watchedMs < least || watchedMs > most) {
    truth.fault(`/history: ${name} was watched for ${watchedMs} ms of ${least} to ${most}`);
  }
}

async function askMetrics(life: Life, truth: Truth, slack: Messages): Promise<boolean> {
  const before = {
    opened: life.count(/^outage e/),
    errors: life.count(HISTORY),
    ...slack.receiver.counts,
  };
  const answer = await get(life, truth, "/metrics", "text/plain");
  if (answer === undefined) return false;
  await new Promise((resolve) => setTimeout(resolve, LOG_DELAY));
  const value = (name: string): number =>
    Number(answer.body.split(`\nhealthcheck_${name} `)[1]?.split("\n")[0]);
  const expect = (name: string, least: number, most: number): void => {
    const it = value(name);
    if (it >= least && it <= most) return;
    truth.fault(`/metrics: ${name} is ${it}, not from ${least} to ${most}`);
  };
  const began = life.count(/^outage e/);
  expect("outages_begun_total", before.opened, began);
  expect("outages_resolved_total", 0, life.count(/^outage resolved /));
  if (truth.isAwake(2 * ROUND)) {
    const failing = truth.runs.filter(({ name, toMs, lastMs }) =>
      name !== OPTIONAL && lastMs > truth.life.fromMs && toMs > answer.requestedMs - ROUND
    );
    const open = failing.filter(({ openMs, toMs }) =>
      openMs < answer.requestedMs - ROUND && toMs === Infinity
    );
    expect("outages_ongoing", open.length, failing.length);
  }
  const { taken, lost, refused } = slack.receiver.counts;
  const [sent, dropped] = ["sent", "dropped"].map((it) => `notices_${it}_total{receiver="slack"}`);
  const { from } = life;
  expect(sent ?? "", before.taken - from.taken - 1, taken - from.taken);
  const most = lost + refused - from.lost - from.refused;
  expect(dropped ?? "", before.lost - from.lost - 1, most);
  const isFaulty = truth.faults.some(({ toMs }) => toMs > life.span.fromMs - ROUND);
  expect("history_errors_total", before.errors, isFaulty ? Infinity : 0);
  return true;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly requestedMs: Milliseconds;
}

/** Gets a path. Returns `undefined` if the process ended, or did not run, meanwhile. */
async function get(
  life: Life,
  truth: Truth,
  path: string,
  accept: string,
): Promise<Answer | undefined> {
  const requestedMs = Date.now();
  try {
    const signal = AbortSignal.timeout(MAX_WAIT);
    const url = `http://127.0.0.1:${await life.port}${path}`;
    const response = await fetch(url, { headers: { accept }, signal });
    const body = await response.text();
    for (const owner of secretsIn(body)) truth.fault(`${path} has the secret of ${owner}`);
    return { status: response.status, body, requestedMs };
  } catch (error) {
    if (life.span.toMs === Infinity && truth.isAwake(MAX_WAIT)) truth.fault(`${path}: ${error}`);
    return undefined;
  }
}
