import type { Log } from "../process/log.ts";
import { reasonOf } from "../check/reason.ts";

/** What is run, and how. */
export interface ChildOptions {
  /** The program and its arguments. */
  command: readonly string[];
  /** How many seconds after a SIGTERM it is killed. */
  grace: number;
  log: Log;
}

/** A program that is not started yet. */
export interface Child {
  /** Starts it, and gives its status when it has ended: 128 + n where signal n ended it. */
  start: () => Promise<number>;
  /** Passes a signal on. Whether there is a program to pass it to. */
  pass: (signal: Deno.Signal) => boolean;
}

/** The statuses that shells have for a program that cannot be started. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * A program with the environment, the standard streams and the working directory of this process, and
 * without a shell. Once it runs, no other can be started: the permission for that is given up.
 */
export function runChild({ command: [program = "", ...args], grace, log }: ChildOptions): Child {
  let child: Deno.ChildProcess | undefined;
  let kill: ReturnType<typeof setTimeout> | undefined;

  const pass = (signal: Deno.Signal): boolean => {
    if (child === undefined) return false;
    try {
      child.kill(signal);
    } catch {
      // It has ended in this very moment.
    }
    if (signal === "SIGTERM") kill ??= setTimeout(() => pass("SIGKILL"), grace * 1000);
    return true;
  };
  const start = async (): Promise<number> => {
    try {
      child = new Deno.Command(program, {
        args,
        stdin: "inherit",
        stdout: "inherit",
        stderr: "inherit",
      }).spawn();
    } catch (error) {
      const notFound = error instanceof Deno.errors.NotFound;
      log("error", "cannot start", { command: program, reason: reasonOfStart(error) });
      return notFound ? NOT_FOUND : NOT_EXECUTABLE;
    }
    log("info", "started", { command: program, pid: child.pid });
    await Deno.permissions.revoke({ name: "run" });
    const { code, signal } = await child.status;
    clearTimeout(kill);
    child = undefined;
    const ended = { command: program, status: code };
    log("info", "ended", signal === null ? ended : { ...ended, signal });
    return code;
  };
  return { start, pass };
}

function reasonOfStart(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "not found";
  if (error instanceof Deno.errors.PermissionDenied) return "not executable";
  if (error instanceof Deno.errors.NotCapable && /\b(?:LD|DYLD)_/.test(error.message)) {
    return "with LD_* in the environment, healthcheck must be compiled with --allow-run for all";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck was compiled without --allow-run for it";
  }
  return reasonOf(error).replace(/^Failed to spawn '[^']*': /, "");
}
