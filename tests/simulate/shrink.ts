/** @module A life that is still wrong with less in it. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { ENDPOINTS, type Event, type Life } from "./life.ts";

/** The most events that a person reads as one history. */
export const FEW = 20;
/** Of more events, there are too many pairs. */
const MAX_PAIRED = 2 * FEW;
/** A step of the clock, a freeze or a number of requests is not made less than this. */
const MIN_NUMBER = 1;
/** A life is not shortened by less. Every schedule divides it, so that rounds stay where they were. */
const MIN_CUT: Milliseconds = 60_000;

/** Yields smaller lives, and takes whether the last one is still wrong. */
type Pass = (life: Life) => Generator<Life, void, boolean>;

/** Makes a life smaller until no event and no pair of events can be dropped, and no state be simpler. */
export async function shrink(life: Life, isWrong: (life: Life) => Promise<boolean>): Promise<Life> {
  let smallest = life;
  let before: Life;
  do {
    before = smallest;
    for (const pass of [cutEnd, cutBegin, drop, dropPairs, simplify]) {
      const candidates: ReturnType<Pass> = pass(smallest);
      for (let next = candidates.next(); !next.done;) {
        const isSmaller = await isWrong(next.value);
        if (isSmaller) smallest = next.value;
        next = candidates.next(isSmaller);
      }
    }
  } while (smallest !== before);
  return smallest;
}

/** Cuts off the end of a life, half of it at first. */
function* cutEnd(life: Life): ReturnType<Pass> {
  for (let cut = life.durationMs / 2; cut >= MIN_CUT;) {
    const durationMs = Math.max(0, Math.floor(life.durationMs - cut));
    const events = life.events.filter(({ ms }) => ms < durationMs);
    const smaller = { ...life, durationMs, events };
    if (durationMs > 0 && (yield smaller)) life = smaller;
    else cut /= 2;
  }
}

/** Cuts off the begin of a life, half of it at first. */
function* cutBegin(life: Life): ReturnType<Pass> {
  for (let cut = life.durationMs / 2; cut >= MIN_CUT;) {
    const byMs = Math.floor(cut / MIN_CUT) * MIN_CUT;
    const events = life.events.filter(({ ms }) => ms >= byMs)
      .map((event) => ({ ...event, ms: event.ms - byMs }));
    const smaller = { ...life, durationMs: life.durationMs - byMs, events };
    if (smaller.durationMs > 0 && (yield smaller)) life = smaller;
    else cut /= 2;
  }
}

/** Drops events, half of them at first. */
function* drop(life: Life): ReturnType<Pass> {
  for (let size = Math.ceil(life.events.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < life.events.length;) {
      const smaller = { ...life, events: life.events.toSpliced(at, size) };
      if (yield smaller) life = smaller;
      else at += size;
    }
  }
}

/** Drops two events of which neither can be dropped alone, as one that undoes the other. */
function* dropPairs(life: Life): ReturnType<Pass> {
  if (life.events.length > MAX_PAIRED) return;
  for (let first = 0; first < life.events.length; first++) {
    for (let second = first + 1; second < life.events.length;) {
      const smaller = { ...life, events: life.events.toSpliced(second, 1).toSpliced(first, 1) };
      if (yield smaller) life = smaller;
      else second++;
    }
  }
}

/** Makes states and numbers simpler. */
function* simplify(life: Life): ReturnType<Pass> {
  for (const simpler of [{ after: 1 }, { startup: 0 }]) {
    const smaller = { ...life, ...simpler };
    const isSame = smaller.after === life.after && smaller.startup === life.startup;
    if (!isSame && (yield smaller)) life = smaller;
  }
  for (const at of life.events.keys()) {
    for (const simpler of simplerOf(life.events[at])) {
      const smaller = { ...life, events: life.events.with(at, simpler) };
      if (!(yield smaller)) continue;
      life = smaller;
      break;
    }
  }
}

/** The events that are simpler than one, the simplest first. */
function simplerOf(event: Event | undefined): Event[] {
  if (event === undefined) return [];
  const { what, state } = event;
  if (Object.hasOwn(ENDPOINTS, what)) {
    const states: readonly string[] = ENDPOINTS[what as keyof typeof ENDPOINTS];
    return [...new Set(states.slice(0, states.indexOf(state)))].map((state) => ({
      ...event,
      state,
    }));
  }
  const half = Math.trunc(Number(state) / 2);
  return Math.abs(half) >= MIN_NUMBER ? [{ ...event, state: `${half}` }] : [];
}
