/** @module Asking for anything. */
import { pick } from "../../../support/random.ts";
import { STEADY } from "../endpoints/arguments.ts";
import type { Messages } from "../messages/messages.ts";
import type { Life } from "../life.ts";
import type { Truth } from "../truth/truth.ts";
import { get } from "./get.ts";
import { askHistory } from "./history.ts";
import { askMetrics } from "./metrics.ts";

/** Without `/all`, which would check the endpoints that are judged beside the rounds. */
const PATHS = [
  ...["/health", "/history", "/history?since=3d", "/metrics", "/self", "/nothing"],
  `/all/${STEADY}`,
];
const TYPES = ["application/json", "text/html", "text/plain", "*/*"];

/** Asks a life for something, and judges the answer. Returns whether there was one. */
export async function ask(
  next: () => number,
  ...[life, truth, slack, alerts]: readonly [
    life: Life,
    truth: Truth,
    slack: Messages,
    alerts: Messages,
  ]
): Promise<boolean> {
  const [path, accept] = [pick(PATHS, next), pick(TYPES, next)];
  if (path === "/metrics") return await askMetrics(life, truth, slack, alerts);
  if (path.startsWith("/history") && accept === TYPES[0]) return await askHistory(life, truth);
  return await get(life, truth, path, accept) !== undefined;
}

/** Asks for everything once, when no check is judged any more. */
export async function askAll(life: Life, truth: Truth): Promise<void> {
  for (const accept of TYPES) await get(life, truth, "/all", accept);
}
