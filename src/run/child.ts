/** @module The program that `run` runs. */
import { reasonOf } from "../check/reason.ts";
import type { Seconds } from "../process/time/duration.ts";
import { removedVariables } from "../process/environment.ts";
import type { Log } from "../process/output/log.ts";
import { SIGNALED } from "../process/signals.ts";
import { sleep } from "../process/time/sleep.ts";

/** The exit status of a process whose own cannot be read. */
const UNKNOWN = 1;
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * The signals that a terminal sends for a key. The kernel sends them to the whole foreground process group
 * (termios(3), ISIG), and the child is in it.
 */
const KEYS: readonly Deno.Signal[] = ["SIGINT", "SIGQUIT"];

/** Options of {@linkcode createChild}. */
export interface CreateChildOptions {
  /** How long after a SIGTERM it is killed. */
  grace: Seconds;
  /** Whether standard input is a terminal: the child then gets the signals of its keys from the kernel. */
  terminal: boolean;
  log: Log;
}

/** A child process, started or not. */
export interface Child {
  /**
   * Starts it and waits for its end. Returns its exit status: 128 + n if signal n ended it, 127 if it was
   * not found, 126 if it could not be executed. It never rejects.
   */
  start: () => Promise<number>;
  /** Forwards a signal that the child does not get by itself. Returns whether the child was running. */
  forward: (signal: Deno.Signal) => boolean;
}

/**
 * Prepares a child process with the environment, the standard streams and the working directory of this
 * process, and without a shell. Starting it revokes the permission to start another.
 *
 * @param command The program and its arguments.
 */
export function createChild(
  [program = "", ...args]: readonly string[],
  { grace, terminal, log }: CreateChildOptions,
): Child {
  let child: Deno.ChildProcess | undefined;
  let killing: Promise<void> | undefined;
  const ended = new AbortController();

  /** Returns whether the child was still there. */
  const send = (signal: Deno.Signal): boolean => {
    try {
      child?.kill(signal);
      return child !== undefined;
    } catch {
      // The child has just ended.
      return false;
    }
  };
  const killAfterGrace = async (): Promise<void> => {
    await sleep(grace * 1000, ended.signal);
    // Its exit status, 137, is also that of a process that was out of memory.
    if (send("SIGKILL")) log("warn", "killed after", { grace });
  };
  const forward = (signal: Deno.Signal): boolean => {
    if (child === undefined) return false;
    const isPassedOn = (!terminal || !KEYS.includes(signal)) && send(signal);
    if (isPassedOn) log("info", "signal passed on", { signal });
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

/**
 * Explains the error of `Deno.Command.spawn()`.
 *
 * @param program What was to be started: a path, or a name that is looked up in PATH.
 * @returns Why it did not start, and the exit status that a shell gives then.
 */
export function startFailureOf(
  error: unknown,
  program: string,
): { status: number; reason: string } {
  if (error instanceof Deno.errors.NotFound) {
    // PATH itself cannot be read: the permission is not compiled in.
    const where = program.includes("/") ? "" : ": it is not in PATH, or PATH is not set";
    return { status: NOT_FOUND, reason: `not found${where}` };
  }
  return { status: NOT_EXECUTABLE, reason: reasonFor(error) };
}

function reasonFor(error: unknown): string {
  if (error instanceof Deno.errors.PermissionDenied) return "not executable";
  if (error instanceof Deno.errors.NotCapable && /\b(?:LD|DYLD)_/.test(error.message)) {
    return "with LD_* in the environment, healthcheck must be compiled with --allow-run for all";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck was compiled without --allow-run for it";
  }
  const message = error instanceof Error ? error.message : String(error);
  return reasonOf(message.replace(/^Failed to spawn '.*': /s, ""));
}

/** The end of a child process. */
export interface Exit {
  /** As a shell gives it: the process's own, or 128 + n if signal n ended it. */
  readonly status: number;
  /** The signal that ended it: its name, or its number if Deno has no name for it. */
  readonly signal?: string | number;
  /** Why the status is not the process's own. */
  readonly reason?: string;
}

/**
 * Waits for the end of a child process.
 *
 * Deno names the signals up to 31. For a real-time signal (34 to 64) `child.status` rejects, and only
 * the message holds the number (tests/workarounds/runtime_test.ts). It also rejects when SIGCHLD was
 * ignored at the start, for then the kernel discards the status.
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
