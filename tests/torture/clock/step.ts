/** @module Stepping the wall clock of a process that has loaded `preload.ts`. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Program } from "../../support/program.ts";
import { eventually } from "../client.ts";

/** Every setting is whole hours from the right time. */
const HOUR: Milliseconds = 3_600_000;

/**
 * Steps the wall clock once, and waits until `/self` says so.
 *
 * @param self Gets the body of `/self`.
 * @returns By how much the clock is ahead now; `undefined` if it has not stepped.
 */
export async function stepClock(
  program: Pick<Program, "kill">,
  self: () => Promise<string>,
): Promise<Milliseconds | undefined> {
  const ahead = async (): Promise<Milliseconds> =>
    Math.round((Date.parse(JSON.parse(await self()).timestamp) - Date.now()) / HOUR) * HOUR;
  const before = await ahead();
  program.kill("SIGWINCH");
  let after = before;
  const isStepped = async (): Promise<boolean> => (after = await ahead()) !== before;
  return await eventually(isStepped) ? after : undefined;
}
