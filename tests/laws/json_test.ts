import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { JsonJudge } from "../../src/probes/body/json/judge.ts";
import { parseJsonExpectation } from "../../src/probes/body/json/path.ts";
import { Decimal, type Json, parseJson } from "../../src/probes/body/json/values.ts";
import { mutatedText } from "./mutated.ts";

const encoder = new TextEncoder();
const OPERATORS = ["<", "<=", ">", ">=", "==", "!="] as const;

/** A number as JSON writes it, with any number of digits. */
const NUMBER = fc.tuple(
  fc.constantFrom("", "-"),
  fc.oneof(fc.stringMatching(/^[1-9]\d{0,25}$/), fc.constant("0")),
  fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,20}$/)),
  fc.oneof(fc.constant(""), fc.stringMatching(/^[eE][+-]?\d{1,3}$/)),
).map((parts) => parts.join(""));

/** Two numbers that are the same double, or nearly. */
const NEAR = fc.tuple(
  fc.oneof(
    fc.tuple(fc.bigInt(2n ** 53n, 2n ** 60n), fc.bigInt(-2n, 2n)).map(
      ([number, more]) => [`${number}`, `${number + more}`] as const,
    ),
    fc.tuple(fc.bigInt(2n ** 53n, 2n ** 60n), fc.constantFrom(".0", "e0", "00e-2")).map(
      ([number, more]) => [`${number}`, `${number}${more}`] as const,
    ),
    fc.integer({ min: 14, max: 25 }).map(
      (count) => ["9".repeat(count), `1${"0".repeat(count)}`] as const,
    ),
    fc.stringMatching(/^[1-9]\d{0,3}e-[34]\d\d$/).map((tiny) => ["0", tiny] as const),
  ),
  fc.constantFrom("", "-"),
  fc.boolean(),
).map(([[a, b], minus, isTurned]): [string, string] =>
  isTurned ? [minus + b, minus + a] : [minus + a, minus + b]
);

/** A value and the limit that it is compared with, which must be finite as a double. */
const PAIR = fc.oneof(fc.tuple(NUMBER, NUMBER), NEAR).filter(([, limit]) =>
  isFinite(Number(limit))
);

/** What JSON permits before a document, and what it does not. */
const BLANK = fc.constantFrom("", "", " ", "\n\t", "\u00a0", "\ufeff");

/** What a function returns, in an array; `undefined` if the text is not JSON. */
function parsed<T>(parse: () => T): [T] | undefined {
  try {
    return [parse()];
  } catch (error) {
    assert(error instanceof SyntaxError, String(error));
    return undefined;
  }
}

function withDoubles(value: Json): unknown {
  if (value instanceof Decimal) return Number(value);
  if (Array.isArray(value)) return value.map(withDoubles);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withDoubles(one)]));
}

/** A number times 10 to the power of 1200, as an integer. */
function scaled(number: string): bigint {
  const [digits = "", power = "0"] = number.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(1200 + Number(power) - fraction.length);
}

function holds<T extends number | bigint>(
  a: T,
  operator: (typeof OPERATORS)[number],
  b: T,
): boolean {
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  return (operator.startsWith("<") ? a < b : a > b) || (operator.endsWith("=") && a === b);
}

/** Whether a document is as `json=queue...` asks. */
function judges(document: string, expectation: string): boolean {
  const parsed = parseJsonExpectation(expectation);
  assert(parsed !== undefined, expectation);
  const judge = new JsonJudge([parsed], "body");
  judge.read(encoder.encode(document));
  const reason = judge.end();
  assert(reason === null || reason === "queue: 1 value, not as asked", reason ?? "");
  return reason === null;
}

Deno.test("parseJson() gives what JSON.parse gives when numbers are compared or not", () => {
  const compared = fc.array(NUMBER, { maxLength: 3 });
  const document = fc.tuple(fc.json(), compared).chain(([json, numbers]) =>
    fc.tuple(
      fc.constantFrom(json, `[${[json, ...numbers].join(", ")}]`),
      fc.subarray(numbers),
    )
  );
  fc.assert(
    fc.property(document, ([text, numbers]) => {
      const compared = numbers.map((number) => new Decimal(number));
      assertEquals(withDoubles(parseJson(text, compared)), JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

Deno.test("parseJson() accepts what JSON.parse accepts when a document is changed", () => {
  const signs = fc.constantFrom(...'{}[]",:.-+0e\\ \n\u00a0\ufeff', "null", "NaN", "\\u00", "'");
  // Only a long number makes parseJson() keep the digits.
  const texts = fc.tuple(fc.json(), fc.oneof(NUMBER, fc.constant("9007199254740993"))).chain(
    ([json, number]) =>
      fc.tuple(
        fc.oneof(fc.constant(json), mutatedText(json, signs)),
        BLANK,
        fc.constantFrom(number, "1"),
      ).map(([json, blank, compared]) => [`${blank}[${number}, ${json}]`, compared] as const),
  );
  let accepted = 0;
  fc.assert(
    fc.property(texts, ([text, number]) => {
      const found = parsed(() => withDoubles(parseJson(text, [new Decimal(number)])));
      assertEquals(found, parsed(() => JSON.parse(text)), text);
      if (found !== undefined) accepted++;
    }),
    { numRuns: 500 },
  );
  assert(accepted > 50 && accepted < 450, `${accepted} of 500 were JSON`);
});

Deno.test("JsonJudge compares as JavaScript does when both numbers are doubles", () => {
  const double = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
  );
  fc.assert(
    fc.property(double, fc.constantFrom(...OPERATORS), double, (value, operator, limit) => {
      const document = JSON.stringify({ queue: value });
      assertEquals(judges(document, `queue${operator}${limit}`), holds(value, operator, limit));
    }),
    { numRuns: 300 },
  );
});

Deno.test("JsonJudge compares every digit when numbers have more than a double", () => {
  const quote = fc.constantFrom("", '"');
  fc.assert(
    fc.property(PAIR, fc.constantFrom(...OPERATORS), quote, ([value, limit], operator, q) => {
      const document = `{"queue":${q}${value}${q}}`;
      const expected = holds(scaled(value), operator, scaled(limit));
      assertEquals(judges(document, `queue${operator}${limit}`), expected);
    }),
    { numRuns: 500 },
  );
});
