import type { Probe } from "../check/target.ts";
import type { Seconds } from "../process/duration.ts";

/**
 * Creates a probe that asks for a warning of each success from when its certificate has less than
 * `expires` left.
 *
 * @param probe Checks the endpoint.
 */
export function createExpiryProbe(expires: Seconds, probe: Probe): Probe {
  return async (signal) => {
    const outcome = await probe(signal);
    const { ok, certificate } = outcome;
    if (!ok || certificate === undefined) return outcome;
    return { ...outcome, warnFrom: new Date(certificate.expires.getTime() - expires * 1000) };
  };
}
