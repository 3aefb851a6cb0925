import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cleanReason, failureOf, reasonOf } from "../../src/check/reason.ts";

/** Any UTF-16 code units, halves of surrogate pairs among them. */
const TEXT = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom("\ud83d", "\ude00", "\u202e", "\u2028", "\x1b", "\x9b", "\u00ad", " ", "\n"),
    fc.constantFrom("x".repeat(197), "\u{1f600}".repeat(100), " ".repeat(300)),
  ),
  { maxLength: 12 },
).map((pieces) => pieces.join(""));

/** Asserts what a log line and a message rely on. */
function assertReason(reason: string): void {
  assert(reason.length >= 1 && reason.length <= 200, `${reason.length}`);
  assert(!/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(reason), JSON.stringify(reason));
  assert(!/^\s|\s$|\s\s/.test(reason), JSON.stringify(reason));
}

Deno.test("cleanReason() gives 1 to 200 visible characters and the end when it is given any text", () => {
  fc.assert(fc.property(TEXT, fc.constantFrom("", " (status 503)"), (text, end) => {
    const reason = cleanReason(text, end);
    assertReason(reason);
    assert(reason.endsWith(end), reason);
    assertEquals(cleanReason(reason), reason);
  }));
});

Deno.test("reasonOf() and failureOf() give a reason when anything is thrown", () => {
  const thrown = fc.oneof(
    fc.constantFrom(undefined, null, 0, Symbol.iterator),
    TEXT,
    TEXT.map((message) => new Error(message)),
    TEXT.map((message) => Object.assign(new Error(message), { code: "EINVAL" })),
  );
  fc.assert(fc.property(thrown, (error) => {
    assertReason(reasonOf(error));
    const outcome = failureOf(error);
    assert(!outcome.ok);
    assertReason(outcome.reason);
  }));
});
