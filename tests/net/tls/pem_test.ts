import { generateKeyPairSync } from "node:crypto";
import { assertEquals } from "@std/assert";
import { belongTogether, certificatesOf, privateKeyOf } from "../../../src/net/tls/pem.ts";
import { fixture } from "../../support/outcome.ts";

const [GOOD, OTHER] = ["good", "expired"].map((name) => fixture(`certificates/${name}.pem`).trim());
const KEY = fixture("certificates/good.key").trim();
const pkcs8 = { type: "pkcs8", format: "pem" } as const;

function ecKey(namedCurve: string): string {
  return String(generateKeyPairSync("ec", { namedCurve }).privateKey.export(pkcs8)).trim();
}

for (const curve of ["prime256v1", "secp384r1", "secp521r1"]) {
  Deno.test(`privateKeyOf() returns the key when its curve is ${curve}`, () => {
    const key = ecKey(curve);
    assertEquals(privateKeyOf(`before\n${key}\nafter`), key);
  });
}

Deno.test("privateKeyOf() returns the first key when there are two, and one of Ed25519", () => {
  const key = String(generateKeyPairSync("ed25519").privateKey.export(pkcs8)).trim();
  assertEquals(privateKeyOf(`${key}\n${KEY}`), key);
  assertEquals(privateKeyOf(`${KEY}\n${key}`), KEY);
});

for (
  const [what, key] of [
    ["there is none", GOOD],
    ["it is malformed", KEY?.replace(/\n[^\n]{10}/, "\n")],
    ["it is cut", KEY?.slice(0, -5)],
    [
      "it is RSA of 1024 bits",
      String(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pkcs8)),
    ],
    ["it is of X25519", String(generateKeyPairSync("x25519").privateKey.export(pkcs8))],
    ["it is encrypted", KEY?.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")],
  ] as const
) {
  Deno.test(`privateKeyOf() returns nothing when ${what}`, () => {
    assertEquals(privateKeyOf(key ?? ""), undefined);
  });
}

Deno.test("certificatesOf() returns each certificate of a text", () => {
  assertEquals(certificatesOf(`# comment\n${GOOD}\n${KEY}\n${OTHER}\n`), [GOOD, OTHER]);
});

for (
  const [what, text] of [
    ["there is none", KEY],
    ["one is malformed", `${GOOD}\n${OTHER?.replace(/\n[^\n]{10}/, "\n")}`],
    ["one is cut", `${GOOD}\n${OTHER?.slice(0, -5)}`],
    ["it is empty", ""],
  ] as const
) {
  Deno.test(`certificatesOf() returns nothing when ${what}`, () => {
    assertEquals(certificatesOf(text ?? ""), undefined);
  });
}

Deno.test("belongTogether() returns whether the key is that of the certificate", () => {
  assertEquals(belongTogether(GOOD ?? "", KEY), true);
  assertEquals([OTHER, "x"].map((certificate) => belongTogether(certificate ?? "", KEY)), [
    false,
    false,
  ]);
});
