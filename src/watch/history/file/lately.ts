/** @module What the page of the history shows besides the span that was asked for. */
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { ResponseTimes } from "../history_file.ts";
import type { HistoryReader } from "./reader.ts";
import type { Slot } from "../summary/summary.ts";

/** How available an endpoint was in the time before the present. */
export interface Recent {
  /** How long that time is. */
  readonly words: string;
  readonly slot: Slot;
}

/** What only the page shows. It is read when the page needs it. */
export interface Lately {
  /** Where the process runs, for people; `undefined` if that is unknown. */
  readonly place: string | undefined;
  /** Reads how available each endpoint was, by name: the last 24 hours, 7 days and 30 days. */
  readonly recent: () => ReadonlyMap<string, readonly Recent[]>;
  /** Reads the response times of an endpoint within the last 24 hours, oldest first. */
  readonly responses: (endpoint: string) => readonly ResponseTimes[];
}

const DAY: Milliseconds = 86_400_000;
const TIMES: readonly (readonly [words: string, length: Milliseconds])[] = [
  ["24 h", DAY],
  ["7 d", 7 * DAY],
  ["30 d", 30 * DAY],
];

/**
 * Reads how available each endpoint was lately.
 *
 * @param end The present.
 * @throws what reading the file throws.
 */
export function readRecent(reader: HistoryReader, end: Date): Map<string, Recent[]> {
  const recent = new Map<string, Recent[]>();
  for (const [words, length] of TIMES) {
    const span = { begin: new Date(end.getTime() - length), end };
    for (const slot of reader.summarize({ span, listed: 1 })) {
      const known = recent.get(slot.endpoint) ?? [];
      recent.set(slot.endpoint, [...known, { words, slot }]);
    }
  }
  return recent;
}
