import { formatDuration, type Seconds } from "../process/time/duration.ts";

/** Writes the age of a kept success as `, 12 s ago`; nothing for a new check. */
export function formatAge(age: Seconds | undefined): string {
  return age === undefined ? "" : `, ${formatDuration(age)} ago`;
}
