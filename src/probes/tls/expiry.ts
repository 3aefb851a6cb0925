import type { Probe } from "../../check/target.ts";
import type { Seconds } from "../../process/time/duration.ts";

/**
 * Creates a probe that asks for a warning of each success from when its certificate has less than
 * `expires` left.
 *
 * @param expires `null` for no warning: then it is the probe itself.
 * @param probe Checks the endpoint.
 */
export function createExpiryProbe(expires: Seconds | null, probe: Probe): Probe {
  if (expires === null) return probe;
  return async (signal) => {
    const outcome = await probe(signal);
    const { ok, certificate } = outcome;
    if (!ok || certificate === undefined) return outcome;
    return { ...outcome, warnFrom: new Date(certificate.expires.getTime() - expires * 1000) };
  };
}
