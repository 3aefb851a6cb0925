import type { Milliseconds } from "../../src/process/time/duration.ts";
import type { Life } from "./life.ts";
import { createNetwork } from "./network.ts";
import { Pod } from "./pod.ts";
import { Store } from "./store.ts";
import { judgeHistory } from "./truth/history.ts";
import { Truth } from "./truth/truth.ts";
import { World } from "./world.ts";

/** How long all is left alone at the end, with receivers and a disk that work: a mute lasts an hour. */
const SETTLE_MS: Milliseconds = 3 * 3_600_000;
/** How long an end may take: the answers of Slack, the last write, and a check. */
const END_MS: Milliseconds = 60_000;

/**
 * What each step adds: rounds begin on the millisecond here, and two parts of outages that begin in the
 * same one would be one row of the history. A real clock makes that no case.
 */
const OFF_GRID_MS: Milliseconds = 3;

/** What came of a life. */
export interface Found {
  /** The same for the same life, if the sources use no other clock and no other chance. */
  readonly hash: string;
  readonly faults: readonly string[];
}

/** Lives a life. */
export async function live(life: Life): Promise<Found> {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  const say = (text: string): void => {
    let hash = low;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    [high, low] = [
      (high << 5) ^ (low >>> 27) ^ (high >>> 7),
      (low << 5) ^ (low >>> 7) ^ (high << 25) ^ hash,
    ];
  };
  const truth = new Truth(life);
  const states = new Map<string, string>();
  using store = new Store();
  using world = new World(life.seed, createNetwork({ states, truth, say }));
  const machine = { suspendedMs: 0 };
  const options = { life, states, machine, store, truth, say };
  let pod = new Pod(options);
  const end = async (): Promise<void> => {
    let hasEnded = false;
    const ended = pod.end().then(() => hasEnded = true);
    await world.run(world.ms + END_MS);
    if (hasEnded) await ended;
    else truth.fault("the pod did not end", world.ms);
    if (truth.checks.running > 0) {
      truth.fault(`${truth.checks.running} checks did not end`, world.ms);
    }
    if (world.timers > 0) truth.fault(`${world.timers} timers did not end`, world.ms);
  };
  let lateMs = 0;
  for (const { ms, what, state } of life.events) {
    await world.run(ms + lateMs);
    if (what === "request") { for (let i = 0; i < Number(state); i++) pod.ask(); }
    else if (what === "step") {
      const byMs = Number(state) * 1000 + OFF_GRID_MS;
      world.stepMs += byMs;
      truth.stepped(world.ms);
    } else if (what === "freeze" || what === "suspend") {
      const fromMs = world.ms;
      if (what === "suspend") machine.suspendedMs += Number(state);
      world.ms += Number(state);
      lateMs += Number(state);
      truth.frozen(fromMs, world.ms);
      truth.messages.setTaking((states.get("slack") ?? "takes") === "takes", world.ms);
    } else if (what === "restart") {
      // What the disk did not take is lost, and that is no fault.
      store.fails = false;
      states.delete("disk");
      await world.run(world.ms + 10_000);
      truth.messages.setTaking(false, world.ms);
      await end();
      lateMs += END_MS + 10_000;
      pod = new Pod(options);
      truth.messages.setTaking((states.get("slack") ?? "takes") === "takes", world.ms);
    } else {
      states.set(what, state);
      if (what === "slack") truth.messages.setTaking(state === "takes", world.ms);
      if (what === "alerts") {
        truth.alerts.setTaking(["takes", "late", "forgets"].includes(state), world.ms);
        if (state === "forgets") truth.alerts.forget(world.ms);
      }
      store.fails = states.get("disk") === "fails";
    }
  }
  await world.run(life.durationMs + lateMs);
  states.delete("slack");
  states.delete("alerts");
  truth.messages.setTaking(true, world.ms);
  truth.alerts.setTaking(true, world.ms);
  store.fails = false;
  await world.run(world.ms + SETTLE_MS);
  truth.messages.settled(world.ms);
  await end();
  judgeHistory(store, truth, world.ms);
  const hash = [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
  return { hash, faults: truth.faults };
}
