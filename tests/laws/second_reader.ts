/** @module A second reader of metrics pages, one character after another. */

/** A series on a line. */
export interface ReadSeries {
  readonly name: string;
  /** `undefined` if the labels are malformed; its value is `undefined` if that is. */
  readonly sample: Sample | undefined;
}

/** The labels of a series, and its value. */
interface Sample {
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number | undefined;
}

/** Reads a line; `undefined` if it begins with no name of a metric. */
export function readSeries(line: string): ReadSeries | undefined {
  const reader = new Reader(line);
  reader.skipBlanks();
  if (reader.take("{")) {
    reader.skipBlanks();
    const name = reader.quoted();
    if (name === undefined) return undefined;
    reader.skipBlanks();
    const isWhole = reader.take(",") || reader.next === "}";
    return { name, sample: isWhole ? sampleOf(reader, true) : undefined };
  }
  const name = reader.word();
  if (name === "" || !["", " ", "\t", "{"].includes(reader.next)) return undefined;
  reader.skipBlanks();
  return { name, sample: sampleOf(reader, reader.take("{")) };
}

/** Reads a number as Go writes one in decimal digits. */
export function readNumber(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === "nan") return NaN;
  if (/^[+-]?inf(inity)?$/.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  const isDecimal = /^[+-]?\d*\.?\d*(e[+-]?\d+)?$/.test(word) && /^[+-]?\.?\d/.test(word);
  return isDecimal ? parseFloat(word) : undefined;
}

function sampleOf(reader: Reader, hasLabels: boolean): Sample | undefined {
  const labels = hasLabels ? labelsOf(reader) : new Map<string, string>();
  return labels === undefined ? undefined : { labels, value: valueIn(reader.rest) };
}

/** Reads the value, maybe a timestamp, and no further than a number sign. */
function valueIn(rest: string): number | undefined {
  const [value = "", ...more] = rest.split(/[ \t]+/).filter((word) => word !== "");
  const end = more.findIndex((word) => word.startsWith("#"));
  const [timestamp = "0", ...wrong] = end < 0 ? more : more.slice(0, end);
  const isWhole = wrong.length === 0 && readNumber(timestamp) !== undefined;
  return isWhole ? readNumber(value) : undefined;
}

/** Reads labels up to the closing brace. */
function labelsOf(reader: Reader): Map<string, string> | undefined {
  const labels = new Map<string, string>();
  for (;;) {
    reader.skipBlanks();
    if (reader.take("}")) return labels;
    const name = reader.next === '"' ? reader.quoted() : reader.word() || undefined;
    reader.skipBlanks();
    if (name === undefined || labels.has(name) || !reader.take("=")) return undefined;
    reader.skipBlanks();
    const value = reader.quoted();
    if (value === undefined) return undefined;
    labels.set(name, value);
    reader.skipBlanks();
    if (!reader.take(",") && reader.next !== "}") return undefined;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get next(): string {
    return this.#text.charAt(this.#at);
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  take(character: string): boolean {
    const isNext = this.next === character;
    if (isNext) this.#at++;
    return isNext;
  }

  skipBlanks(): void {
    while (this.take(" ") || this.take("\t"));
  }

  word(): string {
    const start = this.#at;
    while (/[A-Za-z_:]/.test(this.next) || (this.#at > start && /\d/.test(this.next))) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** Reads a text in quotes; `undefined` if there is none or it does not end. */
  quoted(): string | undefined {
    if (!this.take('"')) return undefined;
    let text = "";
    while (this.next !== "" && this.next !== '"') {
      if (!this.take("\\")) text += this.next;
      else if (this.next === "n") text += "\n";
      else if (this.next === "\\" || this.next === '"') text += this.next;
      else text += `\\${this.next}`;
      this.#at++;
    }
    return this.take('"') ? text : undefined;
  }
}
