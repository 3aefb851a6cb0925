/** @module Why a program did not start, and the exit status for it. */
import { reasonOf } from "../check/reason.ts";

/** Why a program did not start. */
export interface StartFailure {
  /** The exit status that a shell gives. */
  readonly status: number;
  readonly reason: string;
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Explains the error of `Deno.Command.spawn()`.
 *
 * @param program What was to be started: a path, or a name that is looked up in PATH.
 */
export function startFailureOf(error: unknown, program: string): StartFailure {
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
