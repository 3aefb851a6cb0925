import { X509Certificate } from "node:crypto";
import { assertEquals, assertThrows } from "@std/assert";
import { subjectAltNameOf } from "../../src/net/subject_alt_name.ts";
import { fixture } from "../support/outcome.ts";

function derOf(name: string): Uint8Array {
  return new X509Certificate(fixture(`certificates/${name}.pem`)).raw;
}

for (
  const [name, expected] of [
    ["good", "DNS:localhost, IP Address:127.0.0.1"],
    ["odd_authority", undefined],
    ["forged_name", "DNS:app.example"],
    [
      "quoted_name",
      String
        .raw`DNS:"a\"b\u002c DNS:localhost", DNS:*.app.example, IP Address:10.0.0.1, IP Address:fd00::5`,
    ],
  ] as const
) {
  Deno.test(`subjectAltNameOf() returns ${expected} when the certificate is ${name}`, () => {
    assertEquals(subjectAltNameOf(derOf(name)), expected);
  });
}

Deno.test("subjectAltNameOf() throws a RangeError when the certificate is cut anywhere", () => {
  const der = derOf("quoted_name");
  for (let length = 0; length < der.length; length++) {
    assertThrows(() => subjectAltNameOf(der.subarray(0, length)), RangeError, "malformed");
  }
});
