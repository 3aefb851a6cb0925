/** @module The variable that stops the waiting. */
import { readVariable } from "../process/environment.ts";

/** Its name. */
export const WAIT_DISABLED = "HEALTHCHECK_WAIT_DISABLED";

/**
 * Returns the value of HEALTHCHECK_WAIT_DISABLED, the reason not to wait; `undefined` if it is not set.
 * One manifest then serves with a mesh and without.
 */
export function disabledReason(): string | undefined {
  return readVariable(WAIT_DISABLED);
}
