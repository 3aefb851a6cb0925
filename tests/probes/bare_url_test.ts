import { assertEquals } from "@std/assert";
import { isBare } from "../../src/probes/bare_url.ts";

for (
  const [url, expected] of [
    ["tcp://a:1", true],
    ["grpc://a:1/service", true],
    ["tcp://a", false],
    ["tcp://u@a:1", false],
    ["tcp://:p@a:1", false],
    ["tcp://a:1?b", false],
  ] as const
) {
  Deno.test(`isBare() returns ${expected} when the URL is ${url}`, () => {
    assertEquals(isBare(new URL(url)), expected);
  });
}
