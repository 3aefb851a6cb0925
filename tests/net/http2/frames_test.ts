import { assertEquals } from "@std/assert";
import { frame } from "../../../src/net/http2/frames.ts";

Deno.test("frame() writes the length in three bytes when the payload has over 255", () => {
  assertEquals([...frame(1, 4, 3, new Uint8Array(300)).subarray(0, 9)], [
    0,
    1,
    44,
    1,
    4,
    0,
    0,
    0,
    3,
  ]);
});
