import { assertEquals } from "@std/assert";
import { Trace } from "../../../src/check/trace.ts";
import { counted, headInWords, requestInWords } from "../../../src/probes/http/phases.ts";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

for (
  const [request, expected] of [
    [
      "GET /a?secret HTTP/1.1\r\nHost: b\r\nX: secret\r\n\r\n",
      "GET /a, HTTP/1.1, 2 headers, no body",
    ],
    ["POST / HTTP/1.1\r\nHost: b\r\n\r\nsecret", "POST /, HTTP/1.1, 1 headers, a body of 6 bytes"],
  ] as const
) {
  Deno.test(`requestInWords() says ${expected}, and no secret`, () => {
    assertEquals(requestInWords(bytesOf(request)), expected);
  });
}

Deno.test("headInWords() gives the status, and the media type without its parameters", () => {
  const words = ["Content-Type: text/html; secret=1\r\n", "", "Content-Type: secret\r\n"].map((
    fields,
  ) => headInWords({ status: 200, fields: `${fields}\r\n`, rest: new Uint8Array() }));
  assertEquals(words, ["200, text/html", "200", "200"]);
});

for (
  const [fields, shown] of [
    ["Content-Length: 5", ["200, 0 of 5 bytes", "200, 2 of 5 bytes", "200, 5 of 5 bytes"]],
    ["Content-Length: x", ["200, 0 bytes", "200, 2 bytes", "200, 5 bytes"]],
    ["", ["200, 0 bytes", "200, 2 bytes", "200, 5 bytes"]],
  ] as const
) {
  Deno.test(`counted() shows how much of a body has come when its field is "${fields}"`, async () => {
    const receive = new Trace().begin("receive", "200");
    const seen: string[] = [];
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const text of ["ab", "cde"]) {
        seen.push(receive.shown);
        yield await Promise.resolve(bytesOf(text));
      }
    }
    const head = { status: 200, fields: `${fields}\r\n\r\n`, rest: new Uint8Array() };
    let length = 0;
    for await (const piece of counted(pieces(), head, receive)) length += piece.length;
    assertEquals([[...seen, receive.shown], length], [[...shown], 5]);
  });
}
