import { expiryInWords } from "./certificate.ts";
import type { Outcome } from "./report.ts";

/**
 * Adds to a success what a person should look at soon, as of a date; a kept success may need a warning
 * that its check did not. A warning never makes a failure.
 *
 * @param date The present, by the wall clock.
 */
export function withWarning(outcome: Outcome, date: Date): Outcome {
  if (!outcome.ok || outcome.certificate === undefined || outcome.warnFrom === undefined) {
    return outcome;
  }
  if (date <= outcome.warnFrom) return outcome;
  return { ...outcome, warning: expiryInWords(outcome.certificate, date) };
}
