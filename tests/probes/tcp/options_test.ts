import { assertEquals } from "@std/assert";
import { TCP_OPTIONS } from "../../../src/probes/tcp/options.ts";

const NONE = { send: null, expect: null };
const { send, expect } = TCP_OPTIONS.table;

Deno.test("TCP_OPTIONS reads bytes, and none that are missing or too many", () => {
  assertEquals(send?.read("a\xff\r\n", NONE), { send: Uint8Array.of(97, 255, 13, 10) });
  assertEquals(expect?.read("\0", NONE), { expect: Uint8Array.of(0) });
  assertEquals([send?.read("", NONE), expect?.read("", NONE)], [undefined, undefined]);
  assertEquals(expect?.read("x".repeat(65_536), NONE)?.expect?.length, 65_536);
  assertEquals(expect?.read("x".repeat(65_537), NONE), undefined);
});
