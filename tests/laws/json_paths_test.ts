import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { isExpected, parseJsonExpectation, parsePath } from "../../src/probes/body/json/path.ts";
import { Decimal, type JsonPath, type JsonScalar } from "../../src/probes/body/json/values.ts";
import { HIDDEN } from "../../src/process/text/redact.ts";

type Step = JsonPath[number];
type Values = readonly JsonScalar[];

/** A step, or a value: what it means, how it is written, and how a reason shows it. */
interface Written<T> {
  readonly meant: T;
  readonly text: string;
  readonly shown: string;
}

const KEY = fc.oneof(
  fc.constantFrom("a", "b", "1", 'a"', "a\\", "]=["),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const PLAIN_KEY = fc.stringMatching(/^[\w-]{1,8}$/);
const INDEX = fc.integer({ min: -5, max: 5 });
const DOT = fc.constantFrom("", ".");

/** A step as any of its spellings, but a selection. */
const STEP: fc.Arbitrary<Written<Step>> = fc.oneof(
  PLAIN_KEY.map((key) => same<Step>(key, `.${key}`)),
  KEY.map((key) => same<Step>(key, `.${JSON.stringify(key)}`)),
  fc.tuple(DOT, KEY).map(([dot, key]) => same<Step>(key, `${dot}[${JSON.stringify(key)}]`)),
  fc.tuple(DOT, INDEX).map(([dot, index]) => same<Step>(index, `${dot}[${index}]`)),
  DOT.map((dot) => same<Step>(null, `${dot}[]`)),
);

/** A value in quotes is a string; other text is that, and the number or word that it reads as. */
const VALUE: fc.Arbitrary<Written<Values>> = fc.oneof(
  KEY.map((text) => same<Values>([text], JSON.stringify(text))),
  fc.stringMatching(/^[a-z][ -!#-<>-\\^-~]{0,8}$/).filter((text) => !isWord(text))
    .map((text) => same<Values>([text], text)),
  fc.constantFrom("true", "false", "null").map((text) =>
    same<Values>([text, JSON.parse(text)], text)
  ),
  fc.stringMatching(/^-?[1-9]\d{0,20}(?:\.\d{1,9})?(?:e-?\d{1,2})?$/).map((text) =>
    same<Values>([text, new Decimal(text)], text)
  ),
);

/** The keys of a path in a selection are plain, or in quotes after a dot: brackets must be balanced. */
const INNER = fc.oneof(
  fc.constant(same<JsonPath>([], ".")),
  fc.array(
    fc.oneof(
      PLAIN_KEY.map((key) => same<Step>(key, `.${key}`)),
      KEY.map((key) => same<Step>(key, `.${JSON.stringify(key)}`)),
      INDEX.map((index) => same<Step>(index, `[${index}]`)),
      fc.constant(same<Step>(null, "[]")),
    ),
    { minLength: 1, maxLength: 3 },
  ).map(pathOf),
);

const SELECTION: fc.Arbitrary<Written<Step>> = fc.tuple(DOT, INNER, VALUE).map(
  ([dot, path, value]) => ({
    meant: { path: path.meant, values: value.meant } as Step,
    text: `${dot}[${path.text}=${value.text}]`,
    shown: `${dot}[${path.text}=${HIDDEN}]`,
  }),
);

const PATH = fc.oneof(
  fc.constant(same<JsonPath>([], ".")),
  fc.array(fc.oneof(STEP, SELECTION), { minLength: 1, maxLength: 4 }).map(pathOf),
);

function same<T>(meant: T, text: string): Written<T> {
  return { meant, text, shown: text };
}

/** Joins steps; the first dot of a plain key may be left out. */
function pathOf(steps: readonly Written<Step>[]): Written<JsonPath> {
  return {
    meant: steps.map(({ meant }) => meant),
    text: steps.map(({ text }) => text).join(""),
    shown: steps.map(({ shown }) => shown).join(""),
  };
}

function isWord(text: string): boolean {
  return ["true", "false", "null"].includes(text);
}

Deno.test("parsePath() gives the path when it is written in any spelling", () => {
  const rest = fc.constantFrom("", ":x", "<5", "!=a.b[]", "=", ">=[x]");
  fc.assert(
    fc.property(PATH, rest, ({ meant, text, shown }, rest) => {
      assertEquals(parsePath(text + rest), { path: meant, shownPath: shown, rest });
    }),
    { numRuns: 500 },
  );
});

Deno.test("parsePath() gives the same path when the first dot is left out", () => {
  fc.assert(fc.property(PATH, ({ meant, text, shown }) => {
    if (!/^\.[^.[]/.test(text)) return;
    assertEquals(parsePath(text.slice(1)), { path: meant, shownPath: shown.slice(1), rest: "" });
  }));
});

Deno.test("parseJsonExpectation() gives the path and the values when they are written", () => {
  fc.assert(fc.property(PATH, VALUE, (path, value) => {
    const own = { path: path.meant, shownPath: path.shown };
    assertEquals(parseJsonExpectation(`${path.text}:${value.text}`), {
      ...own,
      values: value.meant,
    });
    assertEquals(
      parseJsonExpectation(`${path.text}!=${value.text}`),
      value.meant.at(-1) instanceof Decimal
        ? { ...own, operator: "!=", number: value.meant.at(-1) as Decimal }
        : { ...own, unwanted: value.meant },
    );
  }));
});

Deno.test("isExpected() takes every value for equal or for unequal, and no object for either", () => {
  const scalar = fc.oneof(
    KEY,
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  );
  fc.assert(fc.property(scalar, VALUE, (value, { text }) => {
    const wanted = parseJsonExpectation(`a:${text}`);
    const unwanted = parseJsonExpectation(`a!=${JSON.stringify(text)}`);
    const asText = parseJsonExpectation(`a:${JSON.stringify(text)}`);
    assert(wanted !== undefined && unwanted !== undefined && asText !== undefined);
    assertEquals(isExpected(value, unwanted), !isExpected(value, asText));
    assert(!isExpected(value, asText) || isExpected(value, wanted));
    for (const expectation of [wanted, unwanted, asText]) {
      assert(!isExpected([value], expectation) && !isExpected({ a: value }, expectation));
    }
  }));
});
