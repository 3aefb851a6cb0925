/** @module Series of metrics, and how they may be written. */
import fc from "fast-check";
import type { Label } from "../../../src/probes/body/metrics/series.ts";

/** What stands between the parts of a line. */
export const BLANKS: fc.Arbitrary<string> = fc.constantFrom("", "", "", " ", "\t", "  ");

/** A value of a label, often with what must be escaped. */
export const LABEL_VALUE: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("", "1", "1.0", "+Inf", "a"),
  fc.array(fc.constantFrom("\\", '"', "\n", "n", "}", ",", "=", "#", " ", "\u00e9", "\r"), {
    maxLength: 6,
  }).map((characters) => characters.join("")),
  fc.string({ unit: "binary", maxLength: 5 }),
);

/** Labels with distinct names, of which some must be quoted. */
export const LABELS: fc.Arbitrary<Label[]> = fc.uniqueArray(
  fc.tuple(fc.constantFrom("a", "b", "le", "_c9", "constructor", 'odd "name"', ""), LABEL_VALUE),
  { selector: ([name]) => name, maxLength: 3 },
);

/** A name of a metric; one with a blank must be quoted. */
export const METRIC_NAME: fc.Arbitrary<string> = fc.constantFrom(
  "queue",
  "queue_total",
  "q:9",
  "odd name",
);

const PLAIN = /^[A-Za-z_:][\w:]*$/;

/** Quotes a text, with backslash, quote and line feed escaped. */
function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped}"`;
}

/** Writes a series in one of the ways that both formats permit, without its value. */
export function writtenSeries(name: string, labels: readonly Label[]): fc.Arbitrary<string> {
  const pair = ([label, value]: Label): fc.Arbitrary<string> =>
    fc.tuple(BLANKS, BLANKS, BLANKS, BLANKS).map(([a, b, c, d]) =>
      `${a}${PLAIN.test(label) ? label : quoted(label)}${b}=${c}${quoted(value)}${d}`
    );
  return fc.tuple(fc.boolean(), BLANKS, fc.boolean(), ...labels.map(pair)).map(
    ([isQuoted, blanks, hasComma, ...pairs]) => {
      const isPlain = PLAIN.test(name) && !isQuoted;
      const members = isPlain ? pairs : [`${blanks}${quoted(name)}${blanks}`, ...pairs];
      if (isPlain && members.length === 0) return name;
      const end = hasComma && members.length > 0 ? "," : "";
      return `${isPlain ? `${name}${blanks}` : ""}{${members.join(",")}${end}${blanks}}`;
    },
  );
}
