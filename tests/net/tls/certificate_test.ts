import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate } from "node:tls";
import {
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import {
  certificateInWords,
  certificateOf,
  confirmedNames,
  hasExpired,
  refusalOf,
} from "../../../src/net/tls/certificate.ts";
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

for (
  const [name, oid] of [
    ["MD5", [42, 134, 72, 134, 247, 13, 1, 1, 4]],
    ["SHA-1", [42, 134, 72, 134, 247, 13, 1, 1, 5]],
    ["SHA-1", [42, 134, 72, 206, 61, 4, 1]],
    [undefined, [42, 134, 72, 134, 247, 13, 1, 1, 11]],
  ] as const
) {
  Deno.test(`unsupportedIn() names ${name} when the signature's OID is ${oid}`, () => {
    const raw = Uint8Array.of(0x30, oid.length + 2, 0x06, oid.length, ...oid);
    assertEquals(
      unsupportedIn(raw),
      name && `is signed with ${name}, which is not supported`,
    );
  });
}

for (
  const [name, last] of [["policyMappings", 33], ["policyConstraints", 36], [
    "inhibitAnyPolicy",
    54,
  ]] as const
) {
  Deno.test(`unsupportedIn() names ${name} when the last byte of a critical OID is ${last}`, () => {
    const raw = Uint8Array.of(0x30, 8, 0x06, 3, 0x55, 0x1d, last, 0x01, 1, 0xff);
    assertEquals(unsupportedIn(raw), `has a critical ${name}, which is not supported`);
  });
}

Deno.test("refusalOf() says from when a certificate is valid when that is to come", () => {
  const leaf = { valid_from: "Jan  2 03:04:05 2999 GMT", valid_to: "Jan  2 03:04:05 3000 GMT" };
  assertStringIncludes(
    refusalOf({ leaf, code: "CERT_NOT_YET_VALID", name: "a" }).message + ";",
    "certificate not valid until 2999-01-02;",
  );
});

for (
  const [connected, reason] of [[true, "TLS failed"], [false, "TLS handshake failed"]] as const
) {
  Deno.test(`tlsFailure() says "${reason}" when an unknown alert comes ${connected ? "after" : "during"} the handshake`, () => {
    const error = Object.assign(new Error(), { code: "ERR_SSL_SOMETHING_NEW" });
    const failure = tlsFailure(error, { hasClientCertificate: false, connected });
    assertInstanceOf(failure, CheckFailure);
    assertEquals(failure.message, reason);
  });
}

Deno.test("refusalOf() names the certificate of the chain that is not supported", () => {
  const [good, sha1] = [leafOf("good"), leafOf("sha1")];
  const refused = (leaf: typeof good, issuer: typeof good): string => {
    const issuerCertificate = { ...issuer, subject: { CN: "b" }, issuer: { CN: "c" } };
    const chain = { ...leaf, issuerCertificate } as unknown as DetailedPeerCertificate;
    return refusalOf({ leaf, chain, code: "UNABLE_TO_GET_ISSUER_CERT", name: "a" }).message;
  };
  const found = "is signed with SHA-1, which is not supported";
  assertEquals(refused(sha1, good), `certificate ${found}`);
  assertEquals(refused(good, sha1), `an intermediate certificate ${found}`);
});

for (const trusts of ["/ca.pem", null]) {
  Deno.test(`certificateInWords() ${trusts ? "names" : "names no"} file when it is ${trusts}`, () => {
    const leaf = {
      valid_to: "Jan  2 03:04:05 2020 GMT",
      subject: { CN: "a" },
      issuer: { CN: "b" },
    };
    assertEquals(
      certificateInWords(leaf as unknown as DetailedPeerCertificate, trusts),
      `a, of "b"${trusts ? ` in ${trusts}` : ""}, until 2020-01-02`,
    );
  });
}

type Leaf = Partial<DetailedPeerCertificate>;

/** What `getPeerCertificate` returns of a certificate that is valid now, but for these parts. */
function peerOf(parts: Record<string, unknown> = {}): Leaf {
  const valid = { valid_from: "Jan  2 03:04:05 2020 GMT", valid_to: "Jan  2 03:04:05 3000 GMT" };
  return { ...valid, subject: { CN: "a" }, issuer: { CN: "b" }, ...parts } as unknown as Leaf;
}

const MISMATCH = "ERR_TLS_CERT_ALTNAME_INVALID";
const UNTRUSTED = "an intermediate is missing: ca= or --ca-file adds one";

for (
  const [parts, code, expected] of [
    [
      { valid_to: "Jan  2 03:04:05 2021 GMT" },
      "CERT_HAS_EXPIRED",
      /^certificate expired \d+ d ago$/,
    ],
    [
      { subjectaltname: "DNS:x, IP Address:1.2.3.4, DNS:1.2.3.4, URI:y" },
      MISMATCH,
      /^certificate not valid for n, only for x, 1\.2\.3\.4, 1\.2\.3\.4 as a DNS name$/,
    ],
    [{ subjectaltname: "DNS:a, DNS:b, DNS:c, DNS:d" }, MISMATCH, /^certificate not valid for n$/],
    [{ subjectaltname: `DNS:${"x".repeat(100)}` }, MISMATCH, /, only for x{100}$/],
    [{ subjectaltname: `DNS:${"x".repeat(101)}` }, MISMATCH, /^certificate not valid for n$/],
    [{ subjectaltname: "URI:y" }, MISMATCH, /^certificate not valid for n$/],
    [{}, MISMATCH, /^certificate not valid for n$/],
    [{ issuer: { CN: "a" } }, "DEPTH_ZERO_SELF_SIGNED_CERT", /^certificate is self-signed$/],
    [{}, "X", new RegExp(`^issuer not trusted \\(b\\), or ${UNTRUSTED}$`)],
    [{ issuer: { O: "o", C: "c" } }, "X", /^issuer not trusted \(O=o, C=c\), or /],
    [{ issuer: { CN: ["b", "c"] } }, "X", /^issuer not trusted \(b, c\), or /],
    [{ issuer: undefined }, "X", /^issuer not trusted, or /],
  ] as const
) {
  Deno.test(`refusalOf() says ${expected.source} when the certificate has ${JSON.stringify(parts)}`, () => {
    const { failure, message } = refusalOf({ leaf: peerOf(parts), code, name: "n" });
    assertEquals(failure, "certificate");
    assertMatch(message, expected);
  });
}

Deno.test("certificateOf() returns nothing when there is no date that can be read", () => {
  assertEquals([certificateOf({}), certificateOf(peerOf({ valid_to: "x" }))], [
    undefined,
    undefined,
  ]);
  assertEquals(certificateOf(peerOf({ subject: undefined })), {
    expires: new Date("3000-01-02T03:04:05Z"),
    issuer: "b",
    subject: "",
  });
});

Deno.test("certificateInWords() lists the names, and how long it is valid", () => {
  assertEquals(certificateInWords({}), "a certificate that cannot be read");
  const subjectaltname = "DNS:x, IP Address:1.2.3.4";
  assertMatch(
    certificateInWords(peerOf({ subjectaltname })),
    /^x, 1\.2\.3\.4, of "b", until 3000-01-02 \(\d+ d\)$/,
  );
});

Deno.test("hasExpired() returns false when the certificate is valid, or its date cannot be read", () => {
  const dates = ["Jan  2 03:04:05 2020 GMT", "Jan  2 03:04:05 3000 GMT", "x", undefined];
  assertEquals(dates.map((valid_to) => hasExpired(peerOf({ valid_to }))), [
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("refusalOf() looks at no certificate above a self-signed one, and at none without bytes", () => {
  const [good, sha1] = [leafOf("good"), leafOf("sha1")];
  const root = { ...sha1, subject: { CN: "r" }, issuer: { CN: "r" } };
  const bare = { subject: { CN: "b" }, issuer: { CN: "c" }, issuerCertificate: root };
  for (const issuerCertificate of [root, bare, undefined]) {
    const chain = { ...peerOf(good), issuerCertificate } as unknown as DetailedPeerCertificate;
    const { message } = refusalOf({ leaf: peerOf(good), chain, code: "X", name: "n" });
    assertStringIncludes(message, UNTRUSTED);
  }
});
