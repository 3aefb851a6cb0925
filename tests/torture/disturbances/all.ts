/** @module What happens around the checks: to the process, its clock, its descriptors and its log. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { pick } from "../../support/random.ts";
import { pause } from "../client.ts";
import { idle } from "./nuisances.ts";
import type { Gate } from "./gate.ts";
import { judge, LONG, REQUESTS } from "../judge.ts";
import { rest } from "./rest.ts";
import { stepClockOf } from "./wall_clock.ts";
import { HAS_CLOCK, type Subject } from "../subject.ts";

/** What a disturbance works with. */
export interface Disturbed {
  readonly subject: Subject;
  /** Holds the clients back. */
  readonly gate: Gate;
  /** The number of connections to open at the same time; 0 if there is a descriptor for each. */
  readonly flood: number;
  /** Returns a random number from 0 to below 1. */
  readonly next: () => number;
}

/** The rounds that log more than a pipe, its reader and the sidecar hold. */
const UNREAD_ROUNDS = 400;
/** The rounds during which bodies are large. */
const LARGE_ROUNDS = 10;
/** As many checks of an endpoint run at the same time. */
const AT_ONCE = 4;
/** How long a freeze may take: `/self` must answer within 2 s. */
const MAX_FREEZE: Milliseconds = 1500;

type Disturb = (disturbed: Disturbed) => Promise<void>;

const OF_CLOCK: Readonly<Record<string, Disturb>> = {
  "clock steps": ({ subject }) => stepClockOf(subject),
};

/** The disturbances by name. */
export const DISTURBANCES: Readonly<Record<string, Disturb>> = {
  ...(HAS_CLOCK ? OF_CLOCK : {}),
  "floods": async ({ subject: { client }, flood, next }) => {
    using _conns = await idle(client, flood);
    await pause(500 * next());
  },
  "freezes": async ({ subject: { program }, next }) => {
    program.kill("SIGSTOP");
    await pause(MAX_FREEZE * next());
    program.kill("SIGCONT");
  },
  "stalled logs": async ({ subject }) => {
    const { client, endpoints, log, wrong } = subject;
    for (const endpoint of endpoints) endpoint.mode = "good";
    using _unread = log.stall();
    for (let i = 0; i < UNREAD_ROUNDS; i += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        const answer = await client.get(LONG.path);
        wrong.push(...judge(LONG, answer, subject).map((text) => `log unread: ${text}`));
      }));
    }
  },
  "large bodies": async ({ subject, next }) => {
    const { client, endpoints, lag, wrong } = subject;
    using _overload = lag.overload();
    for (const endpoint of endpoints) {
      if (endpoint.large.length > 0) endpoint.mode = pick(endpoint.large, next);
    }
    for (let i = 0; i < LARGE_ROUNDS; i++) {
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        const request = pick(REQUESTS, next);
        wrong.push(...judge(request, await client.get(request.path), subject));
      }));
    }
    for (const endpoint of endpoints) endpoint.mode = "good";
    // Each endpoint has a new check when those of large bodies have ended.
    await client.get("/all");
  },
  "rests": async ({ subject, gate, next }) => {
    using _closed = await gate.close();
    await rest(subject, next);
  },
};
