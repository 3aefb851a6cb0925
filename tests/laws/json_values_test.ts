import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Decimal, type Json, type JsonPath, valuesAt } from "../../src/probes/body/json/values.ts";

/** A second reading of a path: the values that it leads to from one value. */
function read(value: Json, [step, ...rest]: JsonPath): Json[] {
  if (step === undefined) return [value];
  if (typeof value !== "object" || value === null || value instanceof Decimal) return [];
  const members = Object.entries(value);
  const found = members.filter(([key, member], index) => {
    if (step === null) return true;
    if (typeof step === "string") return !Array.isArray(value) && key === step;
    if (typeof step === "number") {
      return Array.isArray(value) && index === (step < 0 ? members.length + step : step);
    }
    return read(member, step.path).some((inner) => step.values.some((one) => inner === one));
  });
  return found.flatMap(([, member]) => read(member, rest));
}

/** Documents and paths of a few keys, so that many paths lead somewhere. */
const SHORT_KEY = fc.constantFrom("a", "1", "constructor");
const LEAF: fc.Arbitrary<Json> = fc.constantFrom<Json>("a", "1", 1, 0, true, null);
const DOCUMENT = fc.letrec<{ json: Json; holder: Json }>((tie) => ({
  json: fc.oneof({ depthSize: "medium" }, LEAF, tie("holder")),
  holder: fc.oneof(
    fc.array(tie("json"), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(SHORT_KEY, tie("json")), { minLength: 1, maxLength: 4 }).map((members) =>
      Object.fromEntries(members)
    ),
  ),
})).holder;
const SHORT_STEP: fc.Arbitrary<JsonPath[number]> = fc.oneof(
  SHORT_KEY,
  fc.integer({ min: -3, max: 2 }),
  fc.constant(null),
);
const SHORT_PATH = fc.array(
  fc.oneof(
    SHORT_STEP,
    fc.record({
      path: fc.array(SHORT_STEP, { maxLength: 2 }),
      values: fc.array(fc.constantFrom("a", "1", 1, true, null), { minLength: 1, maxLength: 2 }),
    }),
  ),
  { maxLength: 3 },
);

Deno.test("valuesAt() gives what a second reading gives when a document and a path are any", () => {
  let found = 0;
  fc.assert(
    fc.property(DOCUMENT, SHORT_PATH, (document, path) => {
      const values = valuesAt(document, path);
      assertEquals(values, read(document, path));
      if (path.length > 0 && values.length > 0) found++;
    }),
    { numRuns: 1000 },
  );
  assert(found > 40, `${found} paths led somewhere`);
});

Deno.test("valuesAt() selects and leaves what together is all, in its order", () => {
  const values = fc.subarray(["a", "1", 1, 0, true, null]);
  fc.assert(fc.property(fc.array(LEAF), values, (elements, values) => {
    const selected = valuesAt(elements, [{ path: [], values }]);
    assertEquals(selected, elements.filter((element) => selected.includes(element)));
    const others = ["a", "1", 1, 0, true, null].filter((one) => !values.includes(one));
    const left = valuesAt(elements, [{ path: [], values: others }]);
    assertEquals(elements.filter((element) => left.includes(element)), left);
    assertEquals(selected.length + left.length, elements.length);
  }));
});
