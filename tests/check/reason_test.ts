import { assertEquals } from "@std/assert";
import { check } from "../../src/check/check.ts";
import { CheckFailure, cleanReason, cutName, failureOf, reasonOf } from "../../src/check/reason.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Probe } from "../../src/check/target.ts";
import { failure } from "../support/outcome.ts";

const RAW_AND_CLEAN: readonly [what: string, raw: string, clean: string][] = [
  ["plain words", "connection refused", "connection refused"],
  ["letters beyond ASCII", "\u00e4 \u4f60\u597d \ud83d\ude00", "\u00e4 \u4f60\u597d \ud83d\ude00"],
  ["a forged line", "x\nok      forged\r\n", "x ok forged"],
  ["a separator of lines", "a\u2028b\u2029c\u0085d\vf\fg", "a b c d f g"],
  ["control characters", "a\0b\x1b[31mc\x7fd\x9b31me", "a b [31mc d 31me"],
  ["bidirectional overrides", "a\u202eb\u2066c\u200fd\u061ce", "a b c d e"],
  ["invisible characters", "a\u200bb\ufeffc\u00add", "a b c d"],
  ["lone surrogates", "a\ud83db\udc00c\ud800", "a b c"],
  ["nothing visible", "\n\u202e ", "unknown error"],
  ["nothing", "", "unknown error"],
  ["200 characters", "x".repeat(200), "x".repeat(200)],
  ["201 characters", "x".repeat(201), `${"x".repeat(197)}...`],
  ["9,000 characters", "x".repeat(9000), `${"x".repeat(197)}...`],
  ["a pair at the cut", `${"x".repeat(196)}${"\ud83d\ude00".repeat(9)}`, `${"x".repeat(196)}...`],
];
for (const [what, raw, clean] of RAW_AND_CLEAN) {
  Deno.test(`cleanReason() returns one bounded line when given ${what}`, () => {
    assertEquals(cleanReason(raw), clean);
    assertEquals(cleanReason(clean), clean);
  });

  Deno.test(`reasonOf() returns one bounded line when an error holds ${what}`, () => {
    assertEquals([reasonOf(new Error(raw)), reasonOf(new CheckFailure("other", raw))], [
      clean,
      clean,
    ]);
  });

  Deno.test(`check() returns one bounded line when a probe returns or throws ${what}`, async () => {
    const [endpoint] = await parseEndpoints(["http://a/"], 5);
    if (endpoint === undefined) throw new TypeError("no endpoint");
    const returns: Probe = () => Promise.resolve(failure("grpc", raw));
    assertEquals(
      (await check({ endpoint, probe: returns })).outcome,
      failure("grpc", clean),
    );
    const throws: Probe = () => Promise.reject(new Error(raw));
    assertEquals((await check({ endpoint, probe: throws })).outcome, failure("other", clean));
  });
}

Deno.test("cleanReason() keeps the end when it cuts the reason", () => {
  const line = cleanReason("x".repeat(9000), " (status 200)");
  assertEquals(line, `${"x".repeat(184)}... (status 200)`);
  assertEquals([line.length, cleanReason("", " (status 200)")], [
    200,
    "unknown error (status 200)",
  ]);
});

Deno.test("cutName() cuts a name when it is over 100 characters", () => {
  assertEquals(cutName("x".repeat(100)), "x".repeat(100));
  assertEquals(cutName("x".repeat(101)), `${"x".repeat(97)}...`);
});

for (
  const [code, status, given, reason] of [
    ["body", 200, "body is not JSON", "body is not JSON (status 200)"],
    ["stalled", 200, "no progress", "no progress (status 200)"],
    ["status", 500, "status 500", "status 500"],
    ["refused", null, "connection refused", "connection refused"],
  ] as const
) {
  Deno.test(`check() returns a reason that tells the status once when it is ${reason}`, async () => {
    const [endpoint] = await parseEndpoints(["http://a/"], 5);
    if (endpoint === undefined) throw new TypeError("no endpoint");
    const probe: Probe = () => Promise.resolve(failure(code, given, status));
    assertEquals((await check({ endpoint, probe })).outcome, failure(code, reason, status));
  });
}

for (
  const [message, reason] of [
    ["client error (Connect): invalid peer certificate: UnknownIssuer", "certificate refused"],
    ["failed to lookup address information: Name or service not known", "name not found"],
    ["getaddrinfo ENOTFOUND db", "name not found"],
    [
      "failed to lookup address information: Temporary failure in name resolution",
      "name look-up failed",
    ],
    ["getaddrinfo EAI_AGAIN db", "name look-up failed"],
  ] as const
) {
  Deno.test(`reasonOf() returns "${reason}" when the message is "${message}"`, () => {
    assertEquals(reasonOf(new Error(message)), reason);
  });
}

Deno.test("reasonOf() keeps the words of a CheckFailure when another cause has them too", () => {
  const words = "cannot use /name or service not known (os error 2)";
  assertEquals(reasonOf(new CheckFailure("file", words)), words);
});

/** The code of what connecting throws, and the code and the reason of the check. */
const CONNECTING = [
  ["EACCES", "unreachable", "this host does not permit the connection"],
  ["EPERM", "unreachable", "this host does not permit the connection"],
  ["EINVAL", "unreachable", "no route to host"],
  ["EHOSTUNREACH", "unreachable", "no route to host"],
] as const;
for (const [code, expected, reason] of CONNECTING) {
  Deno.test(`failureOf() does not depend on the runtime's words when connecting gives ${code}`, () => {
    for (const message of [`connect ${code} 192.0.2.1:80`, "In words (os error 1)"]) {
      const error = Object.assign(new Error(message), { code });
      assertEquals(failureOf(error), failure(expected, reason));
    }
  });
}
