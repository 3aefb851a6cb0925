/** @module The options of rounds that repeat. */
import { duration } from "./values.ts";

/** How often a round starts. */
export const EVERY = duration("every", "1s", "from the start of a round to the start of the next");

/** When to stop waiting. */
export const FOR = duration("for", "60s", "give up after this, such as 90s, 5m or 1h");
