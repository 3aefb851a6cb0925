import { assertEquals } from "@std/assert";
import type { Outcome } from "../../../src/check/report.ts";
import { createExpiryProbe } from "../../../src/probes/tls/expiry.ts";
import { CERTIFICATE, OK, REFUSED } from "../../support/reports.ts";

const DAY = 86_400;

/** What a probe with `expires=2d` makes of this. */
async function found(outcome: Outcome): Promise<Outcome> {
  const probe = createExpiryProbe(2 * DAY, () => Promise.resolve(outcome));
  return await probe(new AbortController().signal);
}

Deno.test("createExpiryProbe() asks for a warning from `expires` before the end when a check succeeds", async () => {
  const outcome = { ...OK, certificate: CERTIFICATE };
  assertEquals(await found(outcome), { ...outcome, warnFrom: new Date(7.5 * DAY * 1000) });
});

for (
  const [when, outcome] of [
    ["there is no certificate", OK],
    ["the check failed", { ...REFUSED, certificate: CERTIFICATE }],
  ] as const
) {
  Deno.test(`createExpiryProbe() changes nothing when ${when}`, async () => {
    assertEquals(await found(outcome), outcome);
  });
}
