/** @module The program that `run` runs. */
import type { Seconds } from "../process/duration.ts";
import { removedVariables } from "../process/environment.ts";
import type { Log } from "../process/log.ts";
import { sleep } from "../process/sleep.ts";
import { exitOf } from "./exit.ts";
import { startFailureOf } from "./start_failure.ts";

/** Options of {@linkcode createChild}. */
export interface CreateChildOptions {
  /** The program and its arguments. */
  command: readonly string[];
  /** How long after a SIGTERM it is killed. */
  grace: Seconds;
  log: Log;
}

/** A child process, started or not. */
export interface Child {
  /**
   * Starts it and waits for its end. Returns its exit status: 128 + n if signal n ended it, 127 if it was
   * not found, 126 if it could not be executed. It never rejects.
   */
  start: () => Promise<number>;
  /** Forwards a signal. Returns whether the child was running. */
  forward: (signal: Deno.Signal) => boolean;
}

/**
 * Prepares a child process with the environment, the standard streams and the working directory of this
 * process, and without a shell. Starting it revokes the permission to start another.
 */
export function createChild(
  { command: [program = "", ...args], grace, log }: CreateChildOptions,
): Child {
  let child: Deno.ChildProcess | undefined;
  let killing: Promise<void> | undefined;
  const ended = new AbortController();

  const send = (signal: Deno.Signal): void => {
    try {
      child?.kill(signal);
    } catch {
      // The child ended in this very moment.
    }
  };
  const killAfterGrace = async (): Promise<void> => {
    await sleep(grace * 1000, ended.signal);
    send("SIGKILL");
  };
  const forward = (signal: Deno.Signal): boolean => {
    if (child === undefined) return false;
    send(signal);
    if (signal === "SIGTERM") killing ??= killAfterGrace();
    return true;
  };
  const start = async (): Promise<number> => {
    try {
      child = new Deno.Command(program, {
        args,
        env: removedVariables(),
        stdin: "inherit",
        stdout: "inherit",
        stderr: "inherit",
      }).spawn();
    } catch (error) {
      const { status, reason } = startFailureOf(error, program);
      log("error", "cannot start", { command: program, reason });
      return status;
    }
    log("info", "started", { command: program, pid: child.pid });
    await Deno.permissions.revoke({ name: "run" });
    const exit = await exitOf(child);
    child = undefined;
    ended.abort();
    await killing;
    log(exit.reason === undefined ? "info" : "error", "ended", { command: program, ...exit });
    return exit.status;
  };
  return { start, forward };
}
