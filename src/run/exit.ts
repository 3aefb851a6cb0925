/** @module How a child process ended. */
import { reasonOf } from "../check/reason.ts";
import { SIGNALED } from "../process/signals.ts";

/** The end of a child process. */
export interface Exit {
  /** As a shell gives it: the process's own, or 128 + n if signal n ended it. */
  readonly status: number;
  /** The signal that ended it: its name, or its number if Deno has no name for it. */
  readonly signal?: string | number;
  /** Why the status is not the process's own. */
  readonly reason?: string;
}

/** For a process whose own status cannot be read. */
const UNKNOWN = 1;

/**
 * Waits for the end of a child process.
 *
 * Deno names the signals up to 31. For a real-time signal (34 to 64) `child.status` rejects, and only
 * the message holds the number. It also rejects when SIGCHLD was ignored at the start, for then the
 * kernel discards the status.
 *
 * @returns The end; it never rejects.
 */
export async function exitOf(child: Pick<Deno.ChildProcess, "status">): Promise<Exit> {
  try {
    const { code, signal } = await child.status;
    return signal === null ? { status: code } : { status: code, signal };
  } catch (error) {
    const [, number] = /^TypeError: Invalid signal: (\d+)$/.exec(String(error)) ?? [];
    if (number === undefined) {
      return { status: UNKNOWN, reason: `cannot read its exit status: ${reasonOf(error)}` };
    }
    return { status: SIGNALED + Number(number), signal: Number(number) };
  }
}
