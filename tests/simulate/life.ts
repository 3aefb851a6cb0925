/** @module What happens to a pod: drawn from a seed. */
import type { Milliseconds, Seconds } from "../../src/process/time/duration.ts";
import { pick, random } from "../support/random.ts";

/** The endpoints by name, and the states that each can be in. */
export const ENDPOINTS = {
  app: ["up", "up", "late", "down", "hangs", "slow"],
  db: ["up", "up", "late", "down", "hangs", "slow"],
  kept: ["up", "up", "late", "down", "hangs", "slow"],
  optional: ["up", "up", "late", "down", "hangs", "slow"],
  engine: ["works", "works", "late", "stuck", "drags", "idle", "down"],
} as const;
/** The states of Slack, of Alertmanager and of the disk. */
const OTHERS = {
  slack: ["takes", "takes", "takes", "late", "busy", "refuses", "hangs"],
  alerts: ["takes", "takes", "takes", "late", "busy", "refuses", "hangs", "loses", "forgets"],
  disk: ["writes", "writes", "fails"],
} as const;
/** How the process does not run for a time: alone, or with its neighbours. */
const FREEZES = ["freeze", "suspend"] as const;
/** What happens at once, and is over. */
const MOMENTS = ["request", "request", "request", "step", "restart", ...FREEZES] as const;

/**
 * One event. `state` is the seconds of a step of the wall clock, the number of requests at once, the
 * milliseconds of a freeze.
 */
export interface Event {
  readonly ms: Milliseconds;
  readonly what: keyof typeof ENDPOINTS | keyof typeof OTHERS | typeof MOMENTS[number];
  readonly state: string;
}

/** The life of one pod. */
export interface Life {
  readonly seed: number;
  readonly every: Seconds;
  readonly after: number;
  readonly startup: Seconds;
  readonly durationMs: Milliseconds;
  readonly events: readonly Event[];
}

/** The share of bursts among what happens. */
const BURSTS = 0.03;

/**
 * Draws a life: hours in which something happens every second to every ten minutes, or much within seconds.
 * A life of fewer hours is the begin of a longer one with the same seed.
 */
export function drawLife(seed: number, hours: number): Life {
  const next = random(seed);
  const every = pick([10, 10, 15, 30, 60], next);
  const [after, startup] = [pick([1, 2, 3], next), pick([0, 60], next)];
  const durationMs = hours * 3_600_000;
  const events: Event[] = [];
  for (let ms = 0; ms < durationMs;) {
    ms += Math.round(1000 * 600 ** next());
    const drawn = next() < BURSTS ? drawBurst(ms, next) : [drawEvent(ms, next)];
    ms = drawn.at(-1)?.ms ?? ms;
    events.push(...drawn.filter((event) => event.ms < durationMs));
  }
  return { seed, every, after, startup, durationMs, events };
}

function drawEvent(ms: Milliseconds, next: () => number): Event {
  const choices = { ...ENDPOINTS, ...OTHERS };
  const isMoment = next() < 0.3;
  const what = isMoment ? pick(MOMENTS, next) : pick(Object.keys(choices), next) as Event["what"];
  const states = Object.hasOwn(choices, what) ? choices[what as keyof typeof choices] : [""];
  const freeze = (): number => Math.round(500 * 600 ** next());
  const number = {
    freeze,
    suspend: freeze,
    step: (): number => Math.round((next() - 0.5) * 7200),
    request: (): number => Math.ceil(next() * 8),
  }[what as string];
  const state = number === undefined ? pick(states, next) : `${number()}`;
  return { ms, what, state };
}

/** Draws requests while one endpoint changes: their checks overlap, and end in another order. */
function drawBurst(ms: Milliseconds, next: () => number): Event[] {
  const what = pick(Object.keys(ENDPOINTS), next) as keyof typeof ENDPOINTS;
  return Array.from({ length: 4 + Math.floor(next() * 9) }, (): Event => {
    ms += Math.ceil(next() * 1000);
    const kind = next();
    if (kind < 0.5) return { ms, what: "request", state: "1" };
    if (kind < 0.55) {
      return { ms, what: pick(FREEZES, next), state: `${Math.ceil(next() * 20_000)}` };
    }
    return { ms, what, state: pick(ENDPOINTS[what], next) };
  });
}
