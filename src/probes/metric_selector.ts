/** @module How a series is written, `NAME{label="value",...}`, and how one is selected. */
import { BYTE, MetricTokens } from "./metric_tokens.ts";

/** Selects the series of a metric that have some labels; they may have more. */
export interface MetricSelector {
  /** The name as samples have it, with a suffix such as `_total`. */
  readonly name: string;
  /** The labels. As in PromQL, an empty value also selects a series without the label. */
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/** Sees the labels of a series, each with its name first. */
export interface LabelVisitor {
  /** The name is the text of the tokens. */
  onLabelName(tokens: MetricTokens): void;
  /** The value is the text of the tokens. */
  onLabelValue(tokens: MetricTokens): void;
}

/** Where the name stands: before the braces, or quoted in them, as Prometheus 3 writes odd names. */
export type NameStyle = "plain" | "braced";

/**
 * Reads the name of a series, which becomes the text of the tokens.
 *
 * @returns Where it stands; `undefined` if there is none.
 */
export function takeSeriesName(tokens: MetricTokens): NameStyle | undefined {
  if (tokens.take(BYTE.openBrace)) {
    tokens.skipBlanks();
    return tokens.takeQuoted() ? "braced" : undefined;
  }
  const ends = tokens.takeName() &&
    (tokens.done || tokens.isAtBlank || tokens.isAt(BYTE.openBrace));
  return ends ? "plain" : undefined;
}

/**
 * Reads the labels that follow the name of a series.
 *
 * @returns Whether they are well-formed. There may be none.
 */
export function takeLabels(
  tokens: MetricTokens,
  style: NameStyle,
  visitor: LabelVisitor,
): boolean {
  tokens.skipBlanks();
  if (style === "plain" && !tokens.take(BYTE.openBrace)) return true;
  if (style === "braced" && !tokens.take(BYTE.comma) && !tokens.isAt(BYTE.closeBrace)) return false;
  for (;;) {
    tokens.skipBlanks();
    if (tokens.take(BYTE.closeBrace)) return true;
    if (!(tokens.isAt(BYTE.quote) ? tokens.takeQuoted() : tokens.takeName())) return false;
    visitor.onLabelName(tokens);
    tokens.skipBlanks();
    if (!tokens.take(BYTE.equals)) return false;
    tokens.skipBlanks();
    if (!tokens.takeQuoted()) return false;
    visitor.onLabelValue(tokens);
    tokens.skipBlanks();
    if (!tokens.take(BYTE.comma) && !tokens.isAt(BYTE.closeBrace)) return false;
  }
}

/**
 * Parses a selector. It is written as in PromQL, but only `=` compares a label.
 *
 * @returns The selector; `undefined` for any other text.
 */
export function parseMetricSelector(text: string): MetricSelector | undefined {
  const bytes = new TextEncoder().encode(text);
  const tokens = new MetricTokens();
  tokens.reset(bytes, 0, bytes.length);
  const style = takeSeriesName(tokens);
  if (style === undefined || tokens.text === "") return undefined;
  const name = unescape(tokens.text);
  const labels: [string, string][] = [];
  let label = "";
  const wellFormed = takeLabels(tokens, style, {
    onLabelName: ({ text }) => label = unescape(text),
    onLabelValue: ({ text }) => labels.push([label, unescape(text)]),
  });
  const distinct = new Set(labels.map(([name]) => name)).size === labels.length;
  return wellFormed && tokens.done && distinct ? { name, labels } : undefined;
}

function unescape(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, escaped) => escaped === "n" ? "\n" : escaped);
}
