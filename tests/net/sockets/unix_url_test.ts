import { assertEquals } from "@std/assert";
import { socketLimit, socketOf } from "../../../src/net/sockets/unix_url.ts";

for (const [length, taken] of [[107, true], [108, false]] as const) {
  Deno.test(`socketOf() ${taken ? "takes" : "refuses"} a path when it has ${length} bytes, and socketLimit() says so`, () => {
    const path = `/${"a".repeat(length - 1)}`;
    const url = new URL(`http+unix://${path}:/health`);
    assertEquals(socketOf(url), taken ? { path, target: "/health" } : undefined);
    const limit = "its socket file must have a path of at most 107 bytes";
    assertEquals(socketLimit(url), taken ? undefined : limit);
  });
}
