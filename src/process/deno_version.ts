/** @module The version of Deno that the program runs on. */
import type { Log } from "./output/log.ts";

/** The oldest Deno that is supported: major and minor. */
const OLDEST = [2, 9] as const;

/**
 * Reports whether a version of Deno is too old to be supported.
 *
 * @param version The version of Deno; of this process by default.
 */
export function isOldDeno(version: string = Deno.version.deno): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST[0] || major === OLDEST[0] && minor < OLDEST[1];
}

/**
 * Warns when the program runs on a Deno that is too old to be supported.
 *
 * @param log Where to warn.
 * @param version The version of Deno; of this process by default.
 */
export function warnOfOldDeno(log: Log, version: string = Deno.version.deno): void {
  if (isOldDeno(version)) log("warn", "Deno is too old", { version, oldest: OLDEST.join(".") });
}
