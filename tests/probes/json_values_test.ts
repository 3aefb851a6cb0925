import { assertEquals } from "@std/assert";
import { isExpected, parseJsonExpectation } from "../../src/probes/json_path.ts";
import { JsonScanner } from "../../src/probes/json_scanner.ts";
import type { Tally } from "../../src/probes/json_level.ts";
import { JsonValues } from "../../src/probes/json_values.ts";
import { random } from "../support/random.ts";

/** Scans a document in pieces of this many bytes, and returns what it has at the path. */
function scan(document: Uint8Array, option: string, most: number): Tally | "not JSON" {
  const expectation = parseJsonExpectation(option);
  if (expectation === undefined) throw new TypeError(`bad option ${option}`);
  const values = new JsonValues(expectation.path, (value) => isExpected(value, expectation));
  const scanner = new JsonScanner(values);
  try {
    for (let at = 0; at < document.length; at += most) {
      scanner.write(document.subarray(at, at + most));
    }
    scanner.end();
  } catch {
    return "not JSON";
  }
  return values.total;
}

const DOCUMENT = JSON.stringify({
  data: [{ id: "llama" }, { id: "granite" }, "x", null],
  count: 3,
  nothing: null,
  byName: { a: { up: true }, b: { up: false } },
  rows: [[1, 2], [1], [], { 0: 1 }],
});
for (
  const [option, found, accepted] of [
    ["data[].id:granite", 2, 1],
    ["data[].id:gran", 2, 0],
    ["data[1].id:granite", 1, 1],
    ["data[0].id:granite", 1, 0],
    ["data[-3].id:granite", 1, 1],
    ["data[-1]:null", 1, 1],
    ["data[9].id:granite", 0, 0],
    ["data[-9].id:granite", 0, 0],
    ["data.id:granite", 0, 0],
    ["data[]:x", 4, 1],
    ["data:x", 1, 0],
    ["count:3", 1, 1],
    ["count.a:3", 0, 0],
    ["nothing:null", 1, 1],
    ["missing:null", 0, 0],
    ["byName[].up:true", 2, 1],
    ["byName.b.up:true", 1, 0],
    ["byName[0].up:true", 0, 0],
    ["rows[][]:1", 4, 3],
    ["rows[][0]:1", 2, 2],
    ["rows[0][]:1", 2, 1],
    ["rows[-2][]:1", 0, 0],
    ["rows[][-1]:1", 2, 1],
    ["data.length:4", 0, 0],
    ["constructor.name:Object", 0, 0],
    [".:x", 1, 0],
  ] as const
) {
  Deno.test(`JsonValues.total has ${found} found and ${accepted} accepted when given ${option}`, () => {
    for (const most of [Infinity, 7, 1]) {
      const tally = scan(new TextEncoder().encode(DOCUMENT), option, most);
      assertEquals(tally, { found, accepted });
    }
  });
}

for (
  const [document, option, found, accepted] of [
    ['{"a":1,"a":2}', "a:1", 1, 0],
    ['{"a":1,"a":2}', "a:2", 1, 1],
    ['{"a":1,"b":1,"\\u0061":2}', "[]:1", 2, 1],
    ['{"a":1,"a":{}}', "[]:1", 1, 0],
    ['{"a":{"b":1},"a":5}', "a.b:1", 0, 0],
    ['{"a":{"b":1},"a":{"c":1}}', "[].b:1", 0, 0],
    ['[{"a":1},{"a":2,"a":1}]', "[].a:1", 2, 2],
  ] as const
) {
  Deno.test(`JsonValues.total counts the last value of a name when ${document} has ${option}`, () => {
    assertEquals(scan(new TextEncoder().encode(document), option, 1), { found, accepted });
  });
}

/** A number of a document, with its value as a fraction. */
class Rational {
  readonly #numerator: bigint;
  readonly #denominator: bigint;

  constructor(source: string) {
    const [, sign, whole = "", fraction = "", power = "0"] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source) ?? [];
    const shift = BigInt(power) - BigInt(fraction.length);
    const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
    this.#numerator = shift > 0n ? digits * 10n ** shift : digits;
    this.#denominator = shift < 0n ? 10n ** -shift : 1n;
  }

  equals(other: Rational): boolean {
    return this.#numerator * other.#denominator === other.#numerator * this.#denominator;
  }
}

/** Does the same with a whole document, from `JSON.parse`. */
function evaluate(document: Uint8Array, option: string): Tally | "not JSON" {
  const { path = [] } = parseJsonExpectation(option) ?? {};
  const expected = option.slice(option.indexOf(":") + 1);
  const wrap = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" ? new Rational(context?.source ?? "") : value;
  let values: unknown[];
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(document);
    values = [JSON.parse(text, wrap)];
  } catch {
    return "not JSON";
  }
  for (const step of path) {
    values = values.flatMap((value) => {
      if (typeof value !== "object" || value === null || value instanceof Rational) return [];
      if (step === null) return Object.values(value);
      if (typeof step === "string") {
        if (Array.isArray(value) || !Object.hasOwn(value, step)) return [];
        return [Object.getOwnPropertyDescriptor(value, step)?.value];
      }
      const index = Array.isArray(value) && step < 0 ? value.length + step : step;
      return Array.isArray(value) && index >= 0 && index < value.length ? [value[index]] : [];
    });
  }
  const accepted = values.filter((value) => {
    if (value instanceof Rational) {
      return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(expected) &&
        value.equals(new Rational(expected));
    }
    if (typeof value === "string") {
      return value === (expected.startsWith('"') ? JSON.parse(expected) : expected);
    }
    return (typeof value === "boolean" || value === null) && String(value) === expected;
  });
  return { found: values.length, accepted: accepted.length };
}

// The first items of each list are drawn most often.
const NAMES = ["a", "\\u0061", "b", "", "__proto__", "1", "a b", "\\n", "\u00e4", "length"];
const SCALARS = [
  ..."1 1.0 10e-1 12345678901234567890 12345678901234567891 1e21 0 -0 -1".split(" "),
  ...[
    '"a"',
    '"1"',
    '"12345678901234567890"',
    '""',
    '"\\u0061"',
    '"\\ud83d\\ude00"',
    '"\ud83d\ude00"',
  ],
  ..."1000000000000000000000 1e400 1e500 0.1 1E2 true false null".split(" "),
  ...['"\\ud83d"', '"\\""', '"\\\\"', '"null"', '"\u20ac\\/\\b\\f\\n\\r\\t"'],
];
const STEPS = ["[]", ".a", "[0]", '."a"', "[-1]", ".b", '.""', ".__proto__", "[1]", "[-2]", "[-3]"];
const VALUES = [
  ..."1 12345678901234567890 a 1e21 0 -1 1e400 1e500 0.10 100 true null ok".split(" "),
  ...['"1"', '"12345678901234567890"', '"a"', '"\\u0061"', "\ud83d\ude00", '"null"', '"\\ud83d"'],
];
/** What a mutation puts into a document. */
const ODD = [..."{}[],:\"\\ \t\n-+.eE019aut/'", "\0", "\x1f", "\x7f", "\ufeff", "\u2028", "\\u12"];

class Generator {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = random(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  oneOf(items: readonly string[]): string {
    return items[Math.floor(this.#random() ** 4 * items.length)] ?? "";
  }

  #space(): string {
    return this.oneOf(["", " ", "\n", "\t\r "]);
  }

  /** Returns the text of a document whose objects repeat names. */
  document(depth: number): string {
    const kind = depth === 0 ? 0 : this.below(4);
    if (kind === 0) return this.#space() + this.oneOf(SCALARS) + this.#space();
    const elements = Array.from({ length: this.below(5) }, () => {
      const element = this.document(depth - 1);
      return kind < 3
        ? `${this.#space()}"${this.oneOf(NAMES)}"${this.#space()}:${element}`
        : element;
    });
    const content = elements.length === 0 ? this.#space() : elements.join(",");
    return this.#space() + (kind < 3 ? `{${content}}` : `[${content}]`) + this.#space();
  }

  option(): string {
    const steps = Array.from({ length: this.below(4) }, () => this.oneOf(STEPS));
    return `${steps.join("") || "."}:${this.oneOf(VALUES)}`;
  }

  /** Changes some bytes of a document, or none. */
  mutated(document: Uint8Array): Uint8Array {
    let bytes = [...document];
    for (let count = this.below(5) - 2; count > 0; count--) {
      const at = this.below(bytes.length + 1);
      const odd = this.below(4) === 0
        ? [0x80 + this.below(128)]
        : [...new TextEncoder().encode(this.oneOf(ODD))];
      bytes = [...bytes.slice(0, at), ...odd, ...bytes.slice(at + this.below(3))];
    }
    return Uint8Array.from(bytes);
  }
}

const SEED = 20_260_201;
const ROUNDS = 10_000;

Deno.test(`JsonValues.total is what JSON.parse gives when documents are random, seed ${SEED}`, () => {
  const generator = new Generator(SEED);
  const seen = { invalid: 0, none: 0, refused: 0, accepted: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const document = generator.mutated(new TextEncoder().encode(generator.document(4)));
    // Fractions of such a number would fill the memory.
    if (/e[-+]?\d{5}/i.test(new TextDecoder().decode(document))) continue;
    for (const most of [Infinity, 1 + generator.below(9)]) {
      const option = generator.option();
      const expected = evaluate(document, option);
      if (expected === "not JSON") seen.invalid++;
      else if (expected.found === 0) seen.none++;
      else if (expected.accepted === 0) seen.refused++;
      else seen.accepted++;
      const about = `${JSON.stringify(new TextDecoder().decode(document))} with ${option}`;
      assertEquals(scan(document, option, most), expected, about);
    }
  }
  // The documents must not all be of one sort.
  for (const [sort, count] of Object.entries(seen)) {
    assertEquals([sort, count > 400], [sort, true]);
  }
});
