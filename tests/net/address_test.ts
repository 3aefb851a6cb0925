import { assertEquals } from "@std/assert";
import { hostPort, ipv4First, isNamed, portOf, unbracket } from "../../src/net/address.ts";

for (
  const [hostname, expected] of [
    ["db", true],
    ["a.example", true],
    ["a1", true],
    ["localhost", false],
    ["", false],
    ["[::1]", false],
    ["127.0.0.1", false],
    ["a.0x7f", false],
    ["1.", false],
  ] as const
) {
  Deno.test(`isNamed() returns ${expected} when the host is ${hostname}`, () => {
    assertEquals(isNamed(hostname), expected);
  });
}

Deno.test("hostPort() writes IPv6 in brackets, and unbracket() removes them", () => {
  assertEquals(hostPort({ hostname: "::1", port: 8 }), "[::1]:8");
  assertEquals(hostPort({ hostname: "a", port: 8 }), "a:8");
  assertEquals([unbracket("[::1]"), unbracket("a")], ["::1", "a"]);
});

Deno.test("ipv4First() keeps the order within each family", () => {
  assertEquals(ipv4First(["::2", "2.0.0.0", "::1", "1.0.0.0"]), [
    ...["2.0.0.0", "1.0.0.0"],
    ...["::2", "::1"],
  ]);
});

Deno.test("portOf() returns the usual port when the URL has none", () => {
  const ports = ["http://a/", "https://a/", "http://a:443/", "https://a:80/"].map((url) =>
    portOf(new URL(url))
  );
  assertEquals(ports, [80, 443, 443, 80]);
});
