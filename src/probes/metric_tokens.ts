/** @module The tokens of Prometheus text 0.0.4 and OpenMetrics 1.0, read from bytes. */

/** The bytes that delimit tokens. */
export const BYTE = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  hash: 0x23,
  comma: 0x2c,
  point: 0x2e,
  equals: 0x3d,
  backslash: 0x5c,
  n: 0x6e,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

const ZERO = 0x30;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const NOT_A_NUMBER = /^nan$/i;
/** An integer of at most this many digits is exact, and so is a power of ten. */
const EXACT_DIGITS = 15;

const decoder = new TextDecoder();

/** Whether each byte may stand in a name: letters, digits, `_` and `:`. */
const IN_NAME = Uint8Array.from(
  { length: 256 },
  (_, byte) => /[\w:]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Reads tokens from a range of bytes, from the left to the right. It copies nothing but numbers. */
export class MetricTokens {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  #from = 0;
  #to = 0;
  /** The index of the next byte. */
  at = 0;

  /** Continues with another range of bytes. */
  reset(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#end = to;
    this.at = from;
  }

  /** Whether all is read. */
  get done(): boolean {
    return this.at >= this.#end;
  }

  /** Whether the next byte is this one. */
  isAt(byte: number): boolean {
    return this.at < this.#end && this.#bytes[this.at] === byte;
  }

  /** Reads the next byte if it is this one. */
  take(byte: number): boolean {
    if (!this.isAt(byte)) return false;
    this.at++;
    return true;
  }

  /** Whether the next byte is a space or a tab. */
  get isAtBlank(): boolean {
    return this.isAt(BYTE.space) || this.isAt(BYTE.tab);
  }

  /** Skips spaces and tabs. */
  skipBlanks(): void {
    while (this.isAtBlank) this.at++;
  }

  /** Reads a name. Returns whether there is one. */
  takeName(): boolean {
    this.#from = this.at;
    if (isDigit(this.#bytes[this.at] ?? 0)) return false;
    while (this.at < this.#end && IN_NAME[this.#bytes[this.at] ?? 0] === 1) this.at++;
    this.#to = this.at;
    return this.#to > this.#from;
  }

  /** Reads a text in quotes. Returns whether there is one. */
  takeQuoted(): boolean {
    if (!this.take(BYTE.quote)) return false;
    this.#from = this.at;
    for (; this.at < this.#end; this.at++) {
      const byte = this.#bytes[this.at];
      if (byte === BYTE.backslash) this.at++;
      else if (byte === BYTE.quote) {
        this.#to = this.at++;
        return true;
      }
    }
    return false;
  }

  /** Reads a number. Returns `undefined` if what comes next is none. */
  takeNumber(): number | undefined {
    const from = this.at;
    let point = -1;
    let digits = 0;
    let integer = 0;
    for (; this.at < this.#end && !this.isAtBlank; this.at++) {
      const byte = this.#bytes[this.at] ?? 0;
      if (isDigit(byte)) {
        integer = integer * 10 + byte - ZERO;
        digits++;
      } else if (byte === BYTE.point && point < 0) point = this.at;
      else digits = Infinity;
    }
    // The quotient of two integers that are exact is the number nearest to the decimal.
    if (digits > 0 && digits <= EXACT_DIGITS) {
      return point < 0 ? integer : integer / 10 ** (this.at - point - 1);
    }
    return parseNumber(decoder.decode(this.#bytes.subarray(from, this.at)));
  }

  /** The most recent name, or what stands between the most recent quotes, with its escapes. */
  get text(): string {
    return decoder.decode(this.#bytes.subarray(this.#from, this.#to));
  }

  /** The number of bytes of {@linkcode text} in UTF-8. */
  get textLength(): number {
    return this.#to - this.#from;
  }

  /** A copy of {@linkcode text} in UTF-8. */
  get textBytes(): Uint8Array {
    return this.#bytes.slice(this.#from, this.#to);
  }

  /** Whether {@linkcode text} without its escapes is this one, in UTF-8. */
  textIs(expected: Uint8Array): boolean {
    let matched = 0;
    for (let i = this.#from; i < this.#to; i++, matched++) {
      let byte = this.#bytes[i];
      if (byte === BYTE.backslash) {
        const next = this.#bytes[i + 1];
        const isEscape = next === BYTE.n || next === BYTE.quote || next === BYTE.backslash;
        if (isEscape) [byte, i] = [next === BYTE.n ? BYTE.lineFeed : next, i + 1];
      }
      if (byte !== expected[matched]) return false;
    }
    return matched === expected.length;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < ZERO + 10;
}

/** Reads a number as Go does, which both formats refer to. */
function parseNumber(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  const sign = INFINITE.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(text) ? NaN : undefined;
}
