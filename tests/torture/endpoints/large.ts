/** @module Answers as large as a check reads: one that is good, and one that is not. */

/** What `contains` and `json` read. */
const MAX_BODY = 1024 * 1024;
/** What `metric` reads. */
const MAX_PAGE = 4 * MAX_BODY;

/** What is good, and what is not. */
export interface Large<T> {
  readonly large: T;
  readonly "large lie": T;
}

/** Creates the answers, each of which is made once and not before it is asked for. */
export function answersOf(
  bodies: () => Large<string>,
  http: (body: string) => Uint8Array,
): Large<() => Uint8Array> {
  const made: Partial<Record<keyof Large<string>, Uint8Array>> = {};
  const answer = (mode: keyof Large<string>) => (): Uint8Array =>
    made[mode] ??= http(bodies()[mode]);
  return { large: answer("large"), "large lie": answer("large lie") };
}

/** A text at the end of the first MiB, and one that is not all in it. */
export function withText(text: string): Large<string> {
  const padding = "x".repeat(MAX_BODY - text.length);
  return { large: padding + text, "large lie": `${padding}x${text}` };
}

/** Documents that end in the member that decides. */
export function withMember(start: string, good: string, lie: string): Large<string> {
  const rows = Array.from({ length: 20_000 }, (_, index) => `{"id":"other","number":${index}}`);
  const rest = `${start},"rows":[${rows.join()}],`.padEnd(MAX_BODY - 100);
  return { large: `{${rest}${good}}`, "large lie": `{${rest}${lie}}` };
}

/** Pages of other series that end in the one that decides. */
export function withSeries(good: string, lie: string): Large<string> {
  const line = (index: number): string => `seconds_bucket{path="/${index}",le="0.5"} ${index}\n`;
  const lines = Array.from({ length: 80_000 }, (_, index) => line(index)).join("");
  const rest = lines.slice(0, lines.lastIndexOf("\n", MAX_PAGE - 200) + 1);
  return { large: `${rest}${good}\n# EOF\n`, "large lie": `${rest}${lie}\n# EOF\n` };
}
