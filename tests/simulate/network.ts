import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sleep } from "../../src/process/time/sleep.ts";
import type { Alert } from "../../src/watch/notify/alert.ts";
import type { Network } from "./world.ts";
import type { Message } from "./truth/message.ts";
import type { Truth } from "./truth/truth.ts";

/** The URLs by what listens there. */
export const URLS = { slack: "https://slack.example/", alerts: "https://alerts.example/" } as const;

/** How long an answer takes that is late: the next round comes before it. */
const LATE_MS: Milliseconds = 9500;

/** What the network needs of its world. */
export interface NetworkOptions {
  /** The states of Slack and of Alertmanager. */
  states: ReadonlyMap<string, string>;
  truth: Truth;
  /** Takes what arrives, for the hash. */
  say: (text: string) => void;
}

/** Returns what stands in for `fetch`: Slack and Alertmanager, which fail by their states. */
export function createNetwork({ states, truth, say }: NetworkOptions): Network {
  const slack = (body: string, state: string, ms: Milliseconds): void => {
    const message = JSON.parse(body) as Message;
    say(`${state} ${message.text}`);
    if (state === "takes") truth.messages.take(message, "surely", ms);
    else if (state === "late" || state === "hangs") truth.messages.take(message, state, ms);
  };
  const alerts = (body: string, state: string, ms: Milliseconds): void => {
    const all = JSON.parse(body) as Alert[];
    for (const { labels, endsAt } of all) say(`${state} ${labels["endpoint"]} ${endsAt}`);
    truth.alerts.take(all, ["takes", "late", "forgets", "loses"].includes(state), {
      date: new Date(),
      ms,
    });
  };
  return async (url, body, signal) => {
    const isSlack = url === URLS.slack;
    const state = states.get(isSlack ? "slack" : "alerts") ?? "takes";
    (isSlack ? slack : alerts)(body, state, performance.now());
    if (state === "busy") return new Response("", { status: 500 });
    if (state === "refuses") return new Response("", { status: 403 });
    if (state === "late") await sleep(LATE_MS, signal);
    signal.throwIfAborted();
    if (["takes", "late", "forgets"].includes(state)) return new Response("ok");
    return await new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  };
}
