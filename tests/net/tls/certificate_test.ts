import { X509Certificate } from "node:crypto";
import { assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { confirmedNames } from "../../../src/net/tls/certificate.ts";
import { tlsFailure } from "../../../src/net/tls/failure.ts";
import { unsupportedIn } from "../../../src/net/tls/unsupported.ts";
import { fixture } from "../../support/outcome.ts";

/** The certificate, with its names as Deno writes them. */
function leafOf(name: string): { raw: X509Certificate["raw"]; subjectaltname: string } {
  const { raw, subjectAltName = "" } = new X509Certificate(fixture(`certificates/${name}.pem`));
  return { raw, subjectaltname: subjectAltName };
}

for (
  const [name, expected] of [
    ["good", "DNS:localhost, IP Address:127.0.0.1"],
    ["odd_authority", undefined],
    ["forged_name", "DNS:app.example"],
    ["quoted_name", "DNS:*.app.example, IP Address:10.0.0.1, IP Address:fd00::5"],
  ] as const
) {
  Deno.test(`confirmedNames() returns ${expected} when the certificate is ${name}`, () => {
    assertEquals(confirmedNames(leafOf(name)), expected);
  });
}

Deno.test("confirmedNames() leaves out what is no name when a text forges it", () => {
  const { raw } = leafOf("good");
  const subjectaltname =
    'DNS:localhost\0, DNS:localhost", DNS:, IP Address:1, IP Address:127.0.0.2';
  assertEquals(confirmedNames({ raw, subjectaltname }), undefined);
});

Deno.test("confirmedNames() throws an Error when the certificate is cut anywhere", () => {
  const { raw, subjectaltname } = leafOf("quoted_name");
  for (let length = 0; length < raw.length; length++) {
    assertThrows(() => confirmedNames({ raw: raw.subarray(0, length), subjectaltname }), Error);
  }
});

for (
  const [name, expected] of [
    ["good", undefined],
    ["sha1", "is signed with SHA-1, which is not supported"],
    ["policies_leaf", "has a critical certificatePolicies, which is not supported"],
    ["policies_intermediate", "has a critical certificatePolicies, which is not supported"],
  ] as const
) {
  Deno.test(`unsupportedIn() returns ${expected} when the certificate is ${name}`, () => {
    assertEquals(unsupportedIn(leafOf(name).raw), expected);
  });
}

Deno.test("tlsFailure() names what Deno cannot verify when the handshake cannot read the certificate", () => {
  const error = Object.assign(new Error(), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  const failure = tlsFailure(error, { hasClientCertificate: false, connected: false });
  assertInstanceOf(failure, CheckFailure);
  assertEquals(failure.failure, "certificate");
  for (const cause of ["malformed", "certificatePolicies", "2048 bits", "not the server's"]) {
    assertStringIncludes(failure.message, cause);
  }
});
