/** @module What the simulated pod is set to. */
import type { Seconds } from "../../src/process/time/duration.ts";

/** The time without progress after which `engine` fails. */
export const STALL: Seconds = 60;
/** The timeout of each check. */
export const TIMEOUT: Seconds = 3;
/** How long a success of `kept` stands in for its checks. */
export const KEPT: Seconds = 45;
