/** @module Paths of JSON and values of expectations, and how they may be written. */
import fc from "fast-check";
import { Decimal, type JsonPath, type JsonScalar } from "../../../src/probes/body/json/values.ts";
import { HIDDEN } from "../../../src/process/text/redact.ts";

type Step = JsonPath[number];
/** The values that an expectation names. */
export type Values = readonly JsonScalar[];

/** A step, a path or a value: what it means, how it is written, and how a reason shows it. */
export interface Written<T> {
  readonly meant: T;
  readonly text: string;
  readonly shown: string;
}

/** Any key of an object. */
export const KEY: fc.Arbitrary<string> = fc.oneof(
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
export const VALUE: fc.Arbitrary<Written<Values>> = fc.oneof(
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

/** A path of any steps. */
export const PATH: fc.Arbitrary<Written<JsonPath>> = fc.oneof(
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
