/** @module The command `drain`. */
import { keepOnly } from "../../process/permissions.ts";
import { print } from "../../process/output/print.ts";
import { DRAIN_SIGNAL } from "../../process/signals.ts";
import type { DrainSettings } from "./arguments.ts";

/** The program of a container, in the container's own process namespace. */
const CONTAINER = 1;

/**
 * Tells the program of this container that its pod is being deleted: the `preStop` of a native sidecar
 * runs at the beginning of the deletion, its SIGTERM comes when the application has ended. The exit status
 * is 1 if the signal may not be sent.
 */
export async function run(_settings: DrainSettings): Promise<number> {
  await keepOnly("run");
  try {
    Deno.kill(CONTAINER, DRAIN_SIGNAL);
    return 0;
  } catch (error) {
    print(
      Deno.stderr,
      `healthcheck: cannot send ${DRAIN_SIGNAL} to PID ${CONTAINER}: ${messageOf(error)}`,
    );
    return 1;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck must be compiled with --allow-run";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it is not the program of this container, or it runs as another user";
  }
  return error instanceof Error ? error.message : String(error);
}
