/** @module Which format a request prefers (RFC 9110, section 12.5.1). */
import type { Format, Formats, Representation } from "../formats/format.ts";

/** The number from 0 to 1 that a client gives a media range; 0 means not acceptable. */
type Weight = number;

/** The fields that are kept with the renderer that they choose: probes send the same few for ever. */
const MAX_KEPT = 16;
const MAX_KEPT_LENGTH = 256;
const kept = new WeakMap<Formats<Representation>, Map<string, Representation>>();

/**
 * Returns the renderer of the format that an `Accept` field prefers: the one with the highest weight; of
 * equal ones the one that the field names, and then the first in the table. The first of all is used where
 * the field is absent, or accepts none of them.
 *
 * Parameters other than `q` are ignored: a client that accepts JSON in UTF-8 gets JSON.
 *
 * @returns The renderer; a promise the first time that this field chooses it.
 */
export function chooseFormat<R extends Representation>(
  formats: Formats<R>,
  accept = "*/*",
): R | Promise<R> {
  let renderers = kept.get(formats) as Map<string, R> | undefined;
  if (renderers === undefined) kept.set(formats, renderers = new Map());
  return renderers.get(accept) ?? loadPreferred(formats, accept, renderers);
}

async function loadPreferred<R extends Representation>(
  formats: Formats<R>,
  accept: string,
  renderers: Map<string, R>,
): Promise<R> {
  const renderer = await preferredFormat(formats, accept).load();
  if (renderers.size < MAX_KEPT && accept.length <= MAX_KEPT_LENGTH) {
    renderers.set(accept, renderer);
  }
  return renderer;
}

function preferredFormat<R extends Representation>(formats: Formats<R>, accept: string): Format<R> {
  const [first] = formats.values();
  if (first === undefined) throw new TypeError("no formats");
  const weights = parseAccept(accept);
  let best = { format: first, weight: 0, rank: 0 };
  for (const [type, format] of formats) {
    const found = [type, type.replace(/\/.*/, "/*"), "*/*"].map((range) => weights.get(range));
    // The most specific range decides, even where it forbids what a wider one allows.
    const rank = found.findIndex((weight) => weight !== undefined);
    const weight = found[rank] ?? 0;
    if (weight === 0 || weight < best.weight) continue;
    if (weight > best.weight || rank < best.rank) best = { format, weight, rank };
  }
  return best.format;
}

/** The weight of each media range. A range whose weight is no number is left out. */
function parseAccept(accept: string): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const element of split(accept.toLowerCase(), ",")) {
    const [range = "", ...parameters] = split(element, ";");
    const weight = weightOf(parameters);
    // Java's HttpURLConnection sends a lone asterisk.
    const key = range === "*" ? "*/*" : range;
    if (weight >= (weights.get(key) ?? 0)) weights.set(key, weight);
  }
  return weights;
}

/** The value of the first parameter `q`: 1 if there is none, NaN if it is malformed. */
function weightOf(parameters: readonly string[]): Weight {
  for (const parameter of parameters) {
    const [, value] = /^q\s*=\s*(.*)$/.exec(parameter) ?? [];
    if (value === undefined) continue;
    return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Math.min(1, Number(value)) : NaN;
  }
  return 1;
}

/** The parts of a list, trimmed. A separator within a quoted string separates nothing. */
function* split(text: string, separator: string): Generator<string> {
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === "\\" && quoted) i++;
    else if (text[i] === separator && !quoted) {
      yield text.slice(start, i).trim();
      start = i + 1;
    }
  }
  yield text.slice(start).trim();
}
