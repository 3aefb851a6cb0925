import { assertEquals } from "@std/assert";
import { SECRETS, secretsIn } from "./secrets.ts";

const { url } = SECRETS;
const codes = (write: (code: number) => string): string =>
  [...url].map((c) => write(c.charCodeAt(0))).join("");

for (
  const [form, text] of [
    ["is plain", `a${url}b`],
    ["is in upper case", url.toUpperCase()],
    ["is percent-encoded", codes((code) => `%${code.toString(16)}`)],
    ["is escaped in JSON", codes((code) => `\\u00${code.toString(16)}`)],
    ["is percent-encoded, and that is escaped", codes((code) => `\\u0025${code.toString(16)}`)],
    ["is escaped in HTML", codes((code) => `&#${code};`)],
    ["is escaped in HTML with hexadecimal digits", codes((code) => `&#x${code.toString(16)};`)],
    ["is in hexadecimal digits", codes((code) => code.toString(16))],
    ...[0, 1, 2, 3].flatMap((before) =>
      [0, 1, 2].map((after) =>
        [
          `is base64 after ${before} and before ${after} characters`,
          btoa("x".repeat(before) + url + "y".repeat(after)),
        ] as const
      )
    ),
  ] as const
) {
  Deno.test(`secretsIn() finds a secret when it ${form}`, () => {
    assertEquals(secretsIn(`<${text}>`), ["url"]);
  });
}

Deno.test("secretsIn() finds nothing when a text has the secret of its own place, or none", () => {
  assertEquals(secretsIn(`a${url}`, "url"), []);
  assertEquals(secretsIn("markerof"), []);
});
