/** @module What the commands that repeat their rounds take. */
import type { Seconds } from "../../process/time/duration.ts";
import type { Option } from "./argument.ts";
import { duration } from "./values.ts";

/** How often a round starts. */
export const EVERY = duration("every", "1s", "the time between the starts of rounds");

/** The variable that stops the waiting: one manifest then serves with a mesh and without. */
export const WAIT_DISABLED = "HEALTHCHECK_WAIT_DISABLED";

/** When to stop waiting. */
export const FOR: Option<Seconds> = {
  ...duration("for", "60s", "give up after this, such as 90s or 5m"),
  mistakenFor: ["timeout", "t"],
};
