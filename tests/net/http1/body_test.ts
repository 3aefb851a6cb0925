import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { endsWithClose, readBody } from "../../../src/net/http1/body.ts";
import { MemoryStream } from "../../support/memory_stream.ts";

interface Answer {
  status?: number;
  fields?: string;
  /** What came with the head, and what comes later. */
  text?: readonly [rest: string, later: string];
  /** The most bytes of one read. */
  most?: number;
}

const CHUNKED = "Transfer-Encoding: chunked";
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function bodyOf(
  { status = 200, fields = "", text = ["", ""], most = Infinity }: Answer,
): Promise<string> {
  const [rest, later] = text;
  const conn = new MemoryStream(bytesOf(later), { most });
  const head = { status, fields: `${fields}\r\n\r\n`, rest: bytesOf(rest) };
  let body = "";
  for await (const piece of readBody(conn, head)) body += new TextDecoder().decode(piece);
  return body;
}

const ANSWERS: readonly [string, Answer, string][] = [
  ["status 204", { status: 204, text: ["a", "b"] }, ""],
  ["status 304", { status: 304, text: ["a", "b"] }, ""],
  ["no length", { text: ["ab", "cd"] }, "abcd"],
  ["a length", { fields: "Content-Length: 3", text: ["ab", "cd"] }, "abc"],
  ["a length of 0", { fields: "Content-Length: 0", text: ["", "cd"] }, ""],
  ["a length twice", { fields: "Content-Length: 3, 3", text: ["", "abcd"] }, "abc"],
  ["a length of 15 digits", {
    fields: `Content-Length: ${"3".padStart(15, "0")}`,
    text: ["abc", ""],
  }, "abc"],
  [
    "chunks",
    { fields: CHUNKED, text: ["2\r\na", "b\r\nA;x=y\r\n0123456789\r\n0\r\nT: x\r\n\r\n"] },
    "ab0123456789",
  ],
  ["chunks and a length", {
    fields: `${CHUNKED}\r\nContent-Length: 1`,
    text: ["2\r\nab\r\n0\r\n\r\n", ""],
  }, "ab"],
  [
    "chunks with bare LF",
    { fields: CHUNKED, text: ["", "1 \na\n10\n0123456789abcdef\n00\n\n"] },
    "a0123456789abcdef",
  ],
  ["a coding that is not chunked", { fields: "Transfer-Encoding: gzip", text: ["", "ab"] }, "ab"],
  ["a long line", { fields: CHUNKED, text: ["", `1;${"x".repeat(8000)}\r\na\r\n0\r\n\r\n`] }, "a"],
];
for (const [what, answer, expected] of ANSWERS) {
  for (const most of [Infinity, 1]) {
    Deno.test(`readBody() returns the body when it has ${what} and a read gives ${most} bytes`, async () => {
      assertEquals(await bodyOf({ ...answer, most }), expected);
    });
  }
}

const EARLY = "connection closed in the middle of the body";
const BAD_LENGTH = "not HTTP: bad Content-Length";
const BAD_CHUNK = "not HTTP: bad chunk";
const FAILURES: readonly [string, Answer, string, string][] = [
  ["a length, and ends early", { fields: "Content-Length: 3", text: ["ab", ""] }, "reset", EARLY],
  ["two lengths", { fields: "Content-Length: 3, 4", text: ["abc", ""] }, "protocol", BAD_LENGTH],
  ["no number as its length", { fields: "Content-Length: -1" }, "protocol", BAD_LENGTH],
  [
    "a length of 16 digits",
    { fields: `Content-Length: ${"9".repeat(16)}` },
    "protocol",
    BAD_LENGTH,
  ],
  ["no size of a chunk", { fields: CHUNKED, text: ["", "\r\n"] }, "protocol", BAD_CHUNK],
  ["a size that is no number", { fields: CHUNKED, text: ["", "x\r\na"] }, "protocol", BAD_CHUNK],
  [
    "a chunk that is too long",
    { fields: CHUNKED, text: ["", "1\r\nab\r\n"] },
    "protocol",
    BAD_CHUNK,
  ],
  [
    "a line without an end",
    { fields: CHUNKED, text: ["", "1".repeat(9000)] },
    "protocol",
    BAD_CHUNK,
  ],
  ["chunks, and ends within one", { fields: CHUNKED, text: ["", "3\r\na"] }, "reset", EARLY],
  ["chunks, and ends after one", { fields: CHUNKED, text: ["", "1\r\na\r\n"] }, "reset", EARLY],
];
for (const [what, answer, failure, message] of FAILURES) {
  Deno.test(`readBody() fails when it has ${what}`, async () => {
    const error = await assertRejects(() => bodyOf({ ...answer, most: 4096 }), CheckFailure);
    assertEquals([error.failure, error.message], [failure, message]);
  });
}

for (
  const [fields, expected] of [
    ["", true],
    ["Content-Length: 1", false],
    [CHUNKED, false],
    ["Transfer-Encoding: gzip, Chunked", false],
    ["Transfer-Encoding: chunked, gzip", true],
    ["Transfer-Encoding: gzip\r\nContent-Length: 1", true],
  ] as const
) {
  Deno.test(`endsWithClose() returns ${expected} when the fields are ${JSON.stringify(fields)}`, () => {
    const head = { status: 200, fields: `${fields}\r\n\r\n`, rest: new Uint8Array() };
    assertEquals(endsWithClose(head), expected);
  });
}
