import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { fieldValues, type Head, readHead } from "../../../src/net/http1/head.ts";
import { MemoryStream } from "../../support/memory_stream.ts";

/** Reads a head that has each of these characters as one byte. */
function headOf(text: string): Promise<Head> {
  return readHead(new MemoryStream(Uint8Array.from(text, (char) => char.charCodeAt(0))));
}

Deno.test("readHead() reads Latin-1 when each wrong byte of UTF-8 stands alone", async () => {
  assertEquals(fieldValues(await headOf("HTTP/1.1 200 OK\r\nx: \xe9 \xfc\r\n\r\n"), "x"), [
    "\xe9 \xfc",
  ]);
});

for (const [size, extra] of [[64 * 1024, 0], [64 * 1024, 1], [100_000, 0]] as const) {
  const length = size + extra;
  Deno.test(`readHead() ${length > 65_536 ? "rejects" : "takes"} a head when it has ${length} bytes`, async () => {
    const [begin, end] = ["HTTP/1.1 200 OK\r\nx: ", "\r\n\r\n"];
    const value = "a".repeat(length - begin.length - end.length);
    const head = headOf(begin + value + end);
    if (length <= 65_536) return assertEquals(fieldValues(await head, "x"), [value]);
    const error = await assertRejects(() => head, CheckFailure);
    assertEquals(error.failure, "protocol");
  });
}
