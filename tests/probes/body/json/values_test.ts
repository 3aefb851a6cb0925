import { assertEquals, assertThrows } from "@std/assert";
import { JsonJudge } from "../../../../src/probes/body/json/judge.ts";
import {
  isExpected,
  numbersOf,
  parseJsonExpectation,
} from "../../../../src/probes/body/json/path.ts";
import {
  compareNumbers,
  Decimal,
  parseJson,
  valuesAt,
} from "../../../../src/probes/body/json/values.ts";
import { random } from "../../../support/random.ts";

/** How many values a document has at a path, and how many of them are as expected. */
interface Tally {
  readonly found: number;
  readonly accepted: number;
}

function scan(document: Uint8Array, option: string): Tally | "not JSON" {
  const expectation = parseJsonExpectation(option);
  if (expectation === undefined) throw new TypeError(`bad option ${option}`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(document);
    const values = valuesAt(parseJson(text, numbersOf(expectation)), expectation.path);
    const accepted = values.filter((value) => isExpected(value, expectation));
    return { found: values.length, accepted: accepted.length };
  } catch {
    return "not JSON";
  }
}

/** Judges a document in pieces of this many bytes. */
function judge(document: Uint8Array, option: string, most: number): string | null {
  const expectation = parseJsonExpectation(option);
  if (expectation === undefined) throw new TypeError(`bad option ${option}`);
  const judge = new JsonJudge([expectation], "body");
  for (let at = 0; at < document.length; at += most) judge.read(document.subarray(at, at + most));
  return judge.end();
}

/** Returns what {@linkcode judge} must say. */
function reasonFor(tally: Tally | "not JSON", option: string): string | null {
  if (tally === "not JSON") return "body is not JSON";
  if (tally.accepted > 0) return null;
  const path = parseJsonExpectation(option)?.shownPath;
  if (tally.found === 0) return `${path}: no value`;
  return tally.found === 1
    ? `${path}: 1 value, not as asked`
    : `${path}: ${tally.found} values, none as asked`;
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
    ["toString:x", 0, 0],
    ["__proto__:x", 0, 0],
    ["data.__proto__:x", 0, 0],
    ["constructor.name:Object", 0, 0],
    ["__proto__.constructor.name:Object", 0, 0],
    ["data.__proto__.constructor.name:Array", 0, 0],
    ["toString.name:toString", 0, 0],
    ["count.constructor.name:Number", 0, 0],
    [".:x", 1, 0],
  ] as const
) {
  Deno.test(`valuesAt() has ${found} found and ${accepted} accepted when given ${option}`, () => {
    const document = new TextEncoder().encode(DOCUMENT);
    assertEquals(scan(document, option), { found, accepted });
    for (const most of [Infinity, 7, 1]) {
      assertEquals(judge(document, option, most), reasonFor({ found, accepted }, option));
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
    ['{"a":1,"a":9007199254740993}', "a:9007199254740992", 1, 0],
    ['{"a":9007199254740993,"a":9007199254740992}', "a:9007199254740992", 1, 1],
    ['{"__proto__":{"a":1}}', "__proto__.a:1", 1, 1],
  ] as const
) {
  Deno.test(`valuesAt() has the last value of a name when ${document} has ${option}`, () => {
    const bytes = new TextEncoder().encode(document);
    assertEquals(scan(bytes, option), { found, accepted });
    assertEquals(judge(bytes, option, 1), reasonFor({ found, accepted }, option));
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
      if (typeof step === "object") throw new TypeError("the options select nothing");
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

Deno.test(`valuesAt() is what a whole document has when documents are random, seed ${SEED}`, () => {
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
      assertEquals(scan(document, option), expected, about);
      assertEquals(judge(document, option, most), reasonFor(expected, option), about);
    }
  }
  // The documents must not all be of one sort.
  for (const [sort, count] of Object.entries(seen)) {
    assertEquals([sort, count > 400], [sort, true]);
  }
});

/** Numbers in ascending order; those of one row are equal. */
const ASCENDING: readonly (readonly string[])[] = [
  ["-1e500"],
  ["-1e400"],
  ["-12345678901234567891"],
  ["-12345678901234567890", "-1234567890123456789e1"],
  ["-1.5e3", "-1500", "-15E+2"],
  ["-1"],
  ["-0.1", "-1e-1"],
  ["-1e-400"],
  ["0", "-0", "0.0", "0e5", "-0.00e-7", `0e${"9".repeat(2000)}`],
  ["1e-500"],
  ["1e-400", `0.${"0".repeat(399)}1`],
  ["0.1", "0.10", "1e-1", "100e-3"],
  ["0.30000000000000004"],
  ["0.300000000000000040000000000000000000000001"],
  ["0.9999999999999999999"],
  ["1", "1.0", "10e-1", "0.1e1", "1e0", "1e-0", "1e00", `1.${"0".repeat(30)}`],
  ["1.0000000000000000001", "10000000000000000001e-19"],
  ["3", "3.000", "0.0003e4"],
  ["9"],
  ["10", "1e1", "1.0E1"],
  ["9007199254740992"],
  ["9007199254740993"],
  ["999999999999999999999"],
  ["1e21", "1000000000000000000000", "1E+21", "0.001e24"],
  ["1e400", `1${"0".repeat(400)}`, "1e0000400"],
  ["1e500"],
  ["1e9999999999999999999", "10e9999999999999999998"],
  ["1e10000000000000000000"],
  [`1e${"9".repeat(1000)}`],
];

Deno.test("compareNumbers() orders numbers by their value when given every pair of a list", () => {
  for (const [i, row] of ASCENDING.entries()) {
    for (const [j, other] of ASCENDING.entries()) {
      for (const a of row) {
        for (const b of other) {
          const number = new Decimal(b);
          const order = Math.sign(compareNumbers(parseJson(a, [number]), number));
          const names = `${a.slice(0, 40)} and ${b.slice(0, 40)}`;
          assertEquals(order === Math.sign(i - j), true, names);
        }
      }
    }
  }
});

for (const value of ["1", true, null, [], {}]) {
  Deno.test(`compareNumbers() returns NaN when given ${JSON.stringify(value)}`, () => {
    assertEquals(compareNumbers(value, new Decimal("1")), NaN);
    assertEquals(compareNumbers(1, value), NaN);
  });
}

Deno.test("compareNumbers() takes time in proportion when there are a million digits", () => {
  // Not one of them may be tried again for each of the others.
  for (
    const [source, similar] of [
      [`1${"0".repeat(1e6)}1`, "1e999"],
      [`0.${"0".repeat(1e6)}1`, "0"],
      [`0.${"10".repeat(5e5)}`, "0.10101010101010101"],
      [`1e${"9".repeat(1e6)}`, "1e999"],
      [`1e-${"9".repeat(1e6)}`, "0"],
    ] as const
  ) {
    const startMs = performance.now();
    const number = new Decimal(similar);
    assertEquals(compareNumbers(parseJson(source, [number]), number) === 0, false);
    assertEquals(performance.now() - startMs < 1000, true);
  }
});

Deno.test("parseJson() keeps the digits of numbers when a long one is similar to one compared", () => {
  const number = new Decimal("9007199254740992");
  const text = '{"a":[9007199254740993,1.0],"b":"9007199254740992"}';
  assertEquals(parseJson(text, [number]), {
    a: [new Decimal("9007199254740993"), new Decimal("1.0")],
    b: "9007199254740992",
  });
});

for (const compared of [[], [new Decimal("1")]]) {
  Deno.test(`parseJson() returns doubles when it compares with ${compared.length} other numbers`, () => {
    assertEquals(parseJson("[9007199254740993,1.0]", compared), [9007199254740992, 1]);
  });
}

Deno.test("parseJson() throws a RangeError when the nesting is too deep for digits", () => {
  const [levels, number] = [60_000, new Decimal("1")];
  const text = `${"[".repeat(levels)}1.0000000000000000001${"]".repeat(levels)}`;
  assertThrows(() => parseJson(text, [number]), RangeError);
  assertEquals(Array.isArray(parseJson(text, [])), true);
});
