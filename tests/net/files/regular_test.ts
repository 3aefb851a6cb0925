import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  FileFailure,
  fileFailureOf,
  mustBeRegular,
  retryIfMissing,
} from "../../../src/net/files/regular.ts";

function codeError(code: string): Error {
  return Object.assign(new Error(), { code });
}

/** A look that fails with these codes in turn, and then succeeds. */
function lookWith(
  ...codes: readonly string[]
): { look: () => Promise<string>; looks: () => number } {
  let looks = 0;
  const look = (): Promise<string> => {
    const code = codes[looks++];
    return code === undefined ? Promise.resolve("found") : Promise.reject(codeError(code));
  };
  return { look, looks: () => looks };
}

Deno.test("retryIfMissing() looks three times when the path leads nowhere", async () => {
  assertEquals(await retryIfMissing(lookWith("ENOENT", "ELOOP").look), "found");
  const missing = lookWith("ENOENT", "ENOENT", "ENOENT");
  await assertRejects(() => retryIfMissing(missing.look), Error);
  assertEquals(missing.looks(), 3);
});

Deno.test("retryIfMissing() looks once when the file cannot be read", async () => {
  const denied = lookWith("EACCES");
  await assertRejects(() => retryIfMissing(denied.look), Error);
  assertEquals(denied.looks(), 1);
});

for (
  const [code, detail, message] of [
    ["ENOENT", "no such file", "no such file"],
    ["ENOTDIR", "no such file", "no such file"],
    ["EACCES", "permission denied", "not readable: permission denied"],
    ["EPERM", "permission denied", "not readable: permission denied"],
    ["ELOOP", "too many links", "not readable: too many links"],
    [
      "ENAMETOOLONG",
      "a name is over 255 bytes, or the path is over 4095",
      "not readable: a name is over 255 bytes, or the path is over 4095",
    ],
    ["EIO", "EIO", "not readable: EIO"],
    ["", "input/output error", "not readable: input/output error"],
  ] as const
) {
  Deno.test(`fileFailureOf() says ${message} when the code is ${code}`, () => {
    const failure = fileFailureOf(codeError(code));
    assert(failure instanceof FileFailure);
    assertEquals([failure.detail, failure.message, failure.failure], [detail, message, "file"]);
  });
}

for (
  const [message, detail] of [
    ['Requires all access to "/proc/1/mem"', "Deno refuses /proc and /sys"],
    ['Requires read access to "/a"', "healthcheck was compiled without --allow-read for it"],
  ] as const
) {
  Deno.test(`fileFailureOf() says ${detail} when Deno refuses a path`, () => {
    const failure = fileFailureOf(new Deno.errors.NotCapable(message));
    assert(failure instanceof FileFailure);
    assertEquals(failure.message, `not readable: ${detail}`);
  });
}

Deno.test("fileFailureOf() returns the error itself when it is one already, or descriptors are short", () => {
  for (const error of [new FileFailure("x"), codeError("EMFILE"), codeError("ENFILE")]) {
    assert(fileFailureOf(error) === error);
  }
});

Deno.test("mustBeRegular() throws when the file is not regular", () => {
  mustBeRegular(true);
  assertThrows(() => mustBeRegular(false), FileFailure, "not a regular file");
});
