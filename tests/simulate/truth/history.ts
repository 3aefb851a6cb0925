/** @module What the history must hold at the end. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { WatchedRecord } from "../../../src/watch/history/records.ts";
import { slotEdges } from "../../../src/watch/history/summary/slot_edges.ts";
import { summarize } from "../../../src/watch/history/summary/summarize.ts";
import type { Store } from "../store.ts";
import type { Truth } from "./truth.ts";

/** By how much two accounts of a length may differ: a step of under a second counts as drift. */
const MAX_OFF_MS: Milliseconds = 2000;

/** The history holds the outages, each once, and its numbers add up. */
export function judgeHistory({ reader }: Store, truth: Truth, ms: Milliseconds): void {
  const span = { begin: new Date(0), end: new Date(8e15) };
  const open = new Map<string, boolean>();
  const lengths = new Map<string, Milliseconds>();
  // An outage within which the clock was set has several parts.
  for (const { endpoint, begin, firstBegin = begin, end } of reader.records(span).outages) {
    const name = `${endpoint} ${firstBegin}`;
    open.set(name, end === null || open.get(name) === true);
    lengths.set(name, (lengths.get(name) ?? 0) + (end ?? Infinity) - begin);
  }
  for (const { endpoint, begin, beginMs, endMs, isMeasured } of truth.outages.all) {
    const lengthMs = lengths.get(`${endpoint} ${begin}`) ?? NaN;
    if (isMeasured && Math.abs(lengthMs - (endMs - beginMs)) > MAX_OFF_MS) {
      truth.fault(`an outage of ${endpoint} lasted ${endMs - beginMs}, not ${lengthMs}`, ms);
    }
  }
  const held = [...open].map((entry) => entry.join(" ")).sort();
  const must = truth.outages.all.map(({ endpoint, begin, isOpen }) =>
    `${endpoint} ${begin} ${isOpen}`
  )
    .sort();
  for (const one of must) if (!held.includes(one)) truth.fault(`the history lacks ${one}`, ms);
  for (const one of held) if (!must.includes(one)) truth.fault(`the history has ${one}`, ms);
  const watchedMs = watchedOf(reader.records(span).watched);
  if (Math.abs(watchedMs - truth.watched.ms) > MAX_OFF_MS) {
    truth.fault(`${watchedMs} ms were watched, not ${truth.watched.ms}`, ms);
  }
  const day = { begin: new Date(Date.now() - 86_400_000), end: new Date() };
  for (const sum of summarize(reader.records(day), { span: day, divide: slotEdges, listed: 100 })) {
    const { endpoint, watched, down, longest, meanRecovery, up } = sum;
    const order = [0, meanRecovery ?? 0, longest, down, watched, 86_400];
    const isOrdered = order.every((value, i) => i === 0 || value >= (order[i - 1] ?? 0) - 0.001);
    const share = watched === 0 ? null : 1 - down / watched;
    const agrees = share === null ? up === null : Math.abs((up ?? NaN) - share) < 1e-9;
    if (!isOrdered || !agrees) truth.fault(`the numbers of ${endpoint} do not add up`, ms);
  }
}

/** How long the endpoints were watched. No two rows overlap. */
function watchedOf(rows: Iterable<WatchedRecord>): Milliseconds {
  return [...rows].reduce((sum, { begin, end }) => sum + end - begin, 0);
}
