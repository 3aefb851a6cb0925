import { assertEquals } from "@std/assert";
import { withWarning } from "../../src/check/report.ts";
import { at, CERTIFICATE, OK } from "../support/reports.ts";

const DAY = 86_400;
const FOUND = { ...OK, certificate: CERTIFICATE, warnFrom: at(7.5 * DAY).date };

for (
  const [when, day, warning] of [
    ["the certificate has little left", 8, "certificate expires in 1 d"],
    ["the certificate expired", 11, "certificate expired 1 d ago"],
  ] as const
) {
  Deno.test(`withWarning() adds the warning when ${when}`, () => {
    assertEquals(withWarning(FOUND, at(day * DAY).date), { ...FOUND, warning });
  });
}

Deno.test("withWarning() adds nothing when the certificate has enough left", () => {
  assertEquals(withWarning(FOUND, at(7.5 * DAY).date), FOUND);
});

Deno.test("withWarning() adds nothing when no warning was asked for", () => {
  const outcome = { ...OK, certificate: CERTIFICATE };
  assertEquals(withWarning(outcome, at(9 * DAY).date), outcome);
});
