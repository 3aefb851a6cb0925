import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { readBody } from "../../../src/net/http1/body.ts";
import { fieldValues, hasWholeBody, type Head, readHead } from "../../../src/net/http1/head.ts";
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

Deno.test("hasWholeBody() is false when the body has an unknown length, several or one too large", async () => {
  const whole = async (fields: string): Promise<boolean> =>
    hasWholeBody(await headOf(`HTTP/1.1 200 OK\r\n${fields}\r\nab`));
  assertEquals(await whole("Content-Length: 2\r\n"), true);
  assertEquals(await whole("Content-Length: 3\r\n"), false);
  assertEquals(await whole(""), false);
  assertEquals(await whole("Content-Length: 2\r\nContent-Length: 2\r\n"), false);
  assertEquals(await whole("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"), false);
});

for (const status of [204, 304, 305]) {
  Deno.test(`readBody() ${status === 305 ? "reads the" : "reads no"} body when the status is ${status}`, async () => {
    const pieces: number[] = [];
    const head = await headOf(`HTTP/1.1 ${status} X\r\nContent-Length: 2\r\n\r\nab`);
    for await (const { length } of readBody(new MemoryStream(new Uint8Array()), head)) {
      pieces.push(length);
    }
    assertEquals(pieces, status === 305 ? [2] : []);
  });
}

Deno.test("readHead() reads the same when the bytes come one by one, after interim responses", async () => {
  const bytes = new TextEncoder().encode(
    "HTTP/1.1 103 X\r\na: b\r\n\r\nHTTP/1.1 200 OK\r\nx: y\r\n\r\n",
  );
  const head = await readHead(new MemoryStream(bytes, { most: 1 }));
  assertEquals([head.status, fieldValues(head, "x")], [200, ["y"]]);
});

for (
  const [bytes, reason] of [
    [[21, 3, 3, 0, 2, 2, 40], "not HTTP, but TLS"],
    [[0, 0, 18, 4, 0, 0, 0, 0, 0], "not HTTP/1.1, but HTTP/2"],
    [[1, 0, 18, 4, 0, 0, 0, 0, 0], "not HTTP"],
    [[0, 0, 18, 5, 0, 0, 0, 0, 0], "not HTTP"],
    [[0, 0, 18, 4, 1, 0, 0, 0, 0], "not HTTP"],
    [[0, 0, 18, 4, 0, 1, 0, 0, 0], "not HTTP"],
    [[0, 0, 18, 4, 0, 0, 0, 0, 1], "not HTTP"],
  ] as const
) {
  Deno.test(`readHead() rejects with "${reason}" when the bytes are ${bytes}`, async () => {
    const { message } = await assertRejects(
      () => readHead(new MemoryStream(Uint8Array.from(bytes))),
      CheckFailure,
    );
    assertEquals(message, reason);
  });
}

Deno.test("readHead() says what had come when the connection closes", async () => {
  const early = (text: string): Promise<Error> => assertRejects(() => headOf(text), CheckFailure);
  assertEquals((await early("")).message, "connection closed before an answer");
  assertEquals((await early("H")).message, "connection closed in the middle of the answer");
  assertEquals((await early("HTTP/1.1 100 X\r\n\r\n")).message, "status 100, then closed");
});

Deno.test("readBody() rejects when a chunk is longer than its size", async () => {
  const head = await headOf(
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
  );
  await assertRejects(
    () => Array.fromAsync(readBody(new MemoryStream(new Uint8Array()), head)),
    CheckFailure,
    "bad chunk",
  );
});

for (
  const [fields, expected] of [
    ["Length: 2\r\n", ["2"]],
    ["lENGTH: 2\nLength:3 , 4\r\n", ["2", "3", "4"]],
    ["Length: 2,\r\n\t3\r\n", ["2", "3"]],
    ["Lengths: 2\r\nLength : 3\r\nX-Length: 4\r\nX: length: 5\r\n", []],
    ["X: 2\r\n", []],
  ] as const
) {
  Deno.test(`fieldValues() returns ${JSON.stringify(expected)} when the fields are ${JSON.stringify(fields)}`, () => {
    assertEquals(fieldValues({ fields: `${fields}\r\n` }, "length"), [...expected]);
  });
}
