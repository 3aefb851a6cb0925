import { assertEquals } from "@std/assert";
import { expiryInWords } from "../../src/check/certificate.ts";
import { runRound } from "../../src/check/check.ts";
import type { Outcome } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { at, CERTIFICATE, REFUSED } from "../support/reports.ts";

for (
  const [day, words] of [
    [0, "certificate expires in 9 d"],
    [9, "certificate expires in 12 h"],
    [9.5 - 1 / 24, "certificate expires in 1 h"],
    [9.46, "certificate expires in less than 1 h"],
    [9.5 - 0.5 / 86_400, "certificate expires in less than 1 h"],
    [9.5, "certificate expired less than 1 h ago"],
    [12, "certificate expired 2 d ago"],
  ] as const
) {
  Deno.test(`expiryInWords() writes ${words} when the day is ${day}`, () => {
    assertEquals(expiryInWords(CERTIFICATE, at(day * 86_400).date), words);
  });
}

Deno.test("runRound() keeps the certificate when the check times out after the handshake", async () => {
  const [endpoint] = await parseEndpoints(["https://a/"], 0.01);
  if (endpoint === undefined) throw new Error("no endpoint");
  const found: Outcome = { ...REFUSED, certificate: CERTIFICATE };
  const probe = (signal: AbortSignal): Promise<Outcome> =>
    new Promise((resolve) => signal.addEventListener("abort", () => resolve(found)));
  const { results: [result] } = await runRound([{ endpoint, probe }]);
  assertEquals(result?.outcome, {
    ok: false,
    status: null,
    failure: "timeout",
    reason: "timed out after 0.01 s",
    certificate: CERTIFICATE,
  });
});
