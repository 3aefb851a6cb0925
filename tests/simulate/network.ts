import type { Milliseconds } from "../../src/process/time/duration.ts";
import type { Alert } from "../../src/watch/notify/alert.ts";
import type { Network } from "./world.ts";
import type { Message } from "./truth/messages.ts";
import type { Truth } from "./truth/truth.ts";

/** The URLs by what listens there. */
export const URLS = { slack: "https://slack.example/", alerts: "https://alerts.example/" } as const;

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
    else if (state === "hangs") truth.messages.take(message, "maybe", ms);
  };
  const alerts = (body: string, state: string, ms: Milliseconds): void => {
    const all = JSON.parse(body) as Alert[];
    for (const { labels, endsAt } of all) say(`${state} ${labels["endpoint"]} ${endsAt}`);
    truth.alerts.take(all, ["takes", "forgets", "loses"].includes(state), { date: new Date(), ms });
  };
  return async (url, body, signal) => {
    const isSlack = url === URLS.slack;
    const state = states.get(isSlack ? "slack" : "alerts") ?? "takes";
    (isSlack ? slack : alerts)(body, state, performance.now());
    if (state === "busy") return new Response("", { status: 500 });
    if (state === "refuses") return new Response("", { status: 403 });
    if (state === "takes" || state === "forgets") return new Response("ok");
    return await new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  };
}
