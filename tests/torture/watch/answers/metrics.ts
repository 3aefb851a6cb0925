/** @module What the metrics say, and whether it is true. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { OPTIONAL, STEADY } from "../endpoints/arguments.ts";
import type { Messages } from "../messages/messages.ts";
import type { Life } from "../life.ts";
import type { Truth } from "../truth/truth.ts";
import { get } from "./get.ts";

/** How long nothing may be logged. */
const MAX_SILENCE: Milliseconds = 3000;
/** What a round and its timeout take. */
const ROUND: Milliseconds = 3500;

/** The log says that the history cannot be written. */
const HISTORY = /^history not /;

/** Asks for the metrics, and judges them against the log and the truth. */
export async function askMetrics(
  life: Life,
  truth: Truth,
  ...[slack, alerts]: readonly [slack: Messages, alerts: Messages]
): Promise<boolean> {
  const before = {
    opened: life.log.count(/^outage e/),
    resolved: life.log.resolved,
    errors: life.log.count(HISTORY),
    ...slack.receiver.counts,
  };
  const answer = await get(life, truth, "/metrics", "text/plain");
  if (answer === undefined) return false;
  // What it checks is logged after all that the metrics counted.
  const later = await get(life, truth, `/all/${STEADY}`, "application/json");
  if (later === undefined) return false;
  if (!await life.log.until(Date.parse(JSON.parse(later.body).timestamp))) {
    if (truth.happened.isAwake(MAX_SILENCE)) truth.fault("the log says nothing of a check");
    return false;
  }
  const value = (name: string): number =>
    Number(answer.body.split(`\nhealthcheck_${name} `)[1]?.split("\n")[0]);
  const expect = (name: string, least: number, most: number): void => {
    const it = value(name);
    if (it >= least && it <= most) return;
    truth.fault(`/metrics: ${name} is ${it}, not from ${least} to ${most}`);
  };
  const began = life.log.count(/^outage e/);
  expect("outages_begun_total", before.opened, began);
  expect("outages_resolved_total", before.resolved, life.log.resolved);
  if (truth.happened.isAwake(2 * ROUND)) {
    const failing = truth.happened.runs.filter(({ name, toMs, lastMs }) =>
      name !== OPTIONAL && lastMs > truth.happened.life.fromMs && toMs > answer.requestedMs - ROUND
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
  const receiver = `{receiver="alertmanager:127.0.0.1:${alerts.receiver.port}"}`;
  const changes = (untilMs: Milliseconds): number =>
    alerts.changesWithin(life.span.fromMs, untilMs);
  const least = Math.min(1, changes(answer.requestedMs - 2 * ROUND));
  expect(`notices_sent_total${receiver}`, least, changes(Infinity));
  const isFaulty = truth.disk.faults.some(({ toMs }) => toMs > life.span.fromMs - ROUND);
  expect("history_errors_total", before.errors, isFaulty ? Infinity : 0);
  return true;
}
