import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { isExpected, parseJsonExpectation, parsePath } from "../../src/probes/body/json/path.ts";
import { Decimal } from "../../src/probes/body/json/values.ts";
import { KEY, PATH, VALUE } from "./written/paths.ts";

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
