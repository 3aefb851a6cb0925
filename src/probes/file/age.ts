import type { Outcome } from "../../check/report.ts";
import { formatSeconds, type Seconds } from "../../process/time/duration.ts";

/** How far the clock of a volume may be ahead of this one's, as that of an NFS server may. */
const MAX_AHEAD: Seconds = 5;

/**
 * Judges when a file was modified. A time in the future fails: until it has passed, it would say nothing
 * about whether anybody still writes the file.
 *
 * @param age How long ago it was, by the wall clock; negative in the future.
 */
export function judgeAge(age: Seconds, maxAge: Seconds): Outcome {
  if (age < -MAX_AHEAD) {
    const reason = `modified ${formatSeconds(-age)} in the future`;
    return { ok: false, status: null, failure: "file", reason };
  }
  if (age > maxAge) {
    const reason = `not modified for ${formatSeconds(age)}`;
    return { ok: false, status: null, failure: "stalled", reason };
  }
  return { ok: true, status: null, found: `modified ${formatSeconds(Math.max(0, age))} ago` };
}
