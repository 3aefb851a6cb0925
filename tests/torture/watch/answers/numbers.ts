/** @module Whether the numbers of a history agree with the outages that it lists. */
import type { Seconds } from "../../../../src/process/time/duration.ts";

/** What the history says of an endpoint, as far as it is judged. */
export interface EndpointHistory {
  readonly name: string;
  readonly watched_seconds: Seconds;
  readonly down_seconds: Seconds;
  readonly up_ratio: number | null;
  readonly longest_seconds: Seconds;
  readonly mean_repair_seconds: Seconds | null;
  readonly reasons: readonly { readonly failure: string; readonly count: number }[];
  readonly outages_total: number;
  readonly outages_resolved: number;
  readonly outages_omitted: number;
  readonly outages: readonly {
    readonly begin: string;
    readonly end: string | null;
    readonly down_seconds: Seconds;
    readonly first_failure: string;
  }[];
}

/** Returns what is wrong with the numbers; nothing if the list leaves an outage out. */
export function wrongNumbers(history: EndpointHistory): string[] {
  const { outages, watched_seconds: watched } = history;
  if (history.outages_omitted > 0) return [];
  const resolved = outages.filter(({ end }) => end !== null);
  const sum = (some: typeof outages): Seconds =>
    some.reduce((sum, { down_seconds }) => sum + down_seconds, 0);
  const expected: readonly (readonly [string, number, number])[] = [
    ["outages_total", history.outages_total, outages.length],
    ["outages_resolved", history.outages_resolved, resolved.length],
    ["down_seconds", history.down_seconds, sum(outages)],
    [
      "longest_seconds",
      history.longest_seconds,
      Math.max(0, ...outages.map(({ down_seconds }) => down_seconds)),
    ],
    ["mean_repair_seconds", history.mean_repair_seconds ?? 0, sum(resolved) / resolved.length || 0],
    ["up_ratio", history.up_ratio ?? 0, watched === 0 ? 0 : 1 - history.down_seconds / watched],
    ...history.reasons.map(({ failure, count }) =>
      [
        `the count of ${failure}`,
        count,
        outages.filter(({ first_failure }) => first_failure === failure).length,
      ] as const
    ),
    [
      "the sum of the counts",
      history.reasons.reduce((sum, { count }) => sum + count, 0),
      outages.length,
    ],
  ];
  // Each time is rounded.
  const margin = 0.001 * (outages.length + 1);
  const wrong = expected.filter(([, is, must]) => Math.abs(is - must) > margin)
    .map(([what, is, must]) => `${what} must be ${must}, got ${is}`);
  const long = outages.filter(({ begin, end, down_seconds }) =>
    end !== null && down_seconds * 1000 > Date.parse(end) - Date.parse(begin) + 1
  ).map(({ begin, end, down_seconds }) => `down for ${down_seconds} s from ${begin} to ${end}`);
  return [...wrong, ...long];
}
