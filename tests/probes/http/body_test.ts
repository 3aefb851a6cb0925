import { assertEquals } from "@std/assert";
import type { Outcome } from "../../../src/check/report.ts";
import { readBody } from "../../../src/net/http1/body.ts";
import { judgeBody } from "../../../src/probes/http/body.ts";
import { answer, answerAndClose, answerForEver, listen } from "../../servers/misbehaving.ts";
import { MemoryStream } from "../../support/memory_stream.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";
import { Program } from "../../support/program.ts";

const OK: Outcome = { ok: true, status: 200, found: "status 200" };
const MIB = 1024 * 1024;
const CONTAINS = "contains=all+is+well";
const JSON_OK = "json=status:ok";

function sized(body: string, length = new TextEncoder().encode(body).length): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

function chunked(...chunks: readonly string[]): string {
  const sizes = chunks.map((chunk) => `${chunk.length.toString(16)};x=y\r\n${chunk}\r\n`);
  return `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${sizes.join("")}0\r\n\r\n`;
}

const HEAD = { status: 200, fields: "", rest: new Uint8Array() };
const UNSIZED = "HTTP/1.1 200 OK\r\n\r\n";

const CASES: readonly [string, string, Parameters<typeof listen>[0], Outcome][] = [
  ["holds the text", CONTAINS, answer(sized("So all is well.")), OK],
  ["holds the text in two reads", CONTAINS, answer(UNSIZED, "all is", " well"), OK],
  ["holds the text in two chunks", CONTAINS, answer(chunked("x all i", "s well")), OK],
  ["holds a text beyond ASCII", "contains=%C3%A4%E2%82%AC", answer(sized("-\u00e4\u20ac-")), OK],
  ["holds the text and never ends", CONTAINS, answerForEver(UNSIZED, "all is well"), OK],
  ["ends with the close", CONTAINS, answerAndClose(`${UNSIZED}all is well`), OK],
  [
    "holds the text past what the status allows",
    CONTAINS,
    answer("HTTP/1.1 500 X\r\n\r\nall is well"),
    failure("status", "status 500", 500),
  ],
  [
    "does not hold the text",
    CONTAINS,
    answer(sized("all is lost")),
    failure("body", "text not found in 11 bytes (status 200)", 200),
  ],
  [
    "does not hold the text in some KiB",
    CONTAINS,
    answer(sized("x".repeat(5400))),
    failure("body", "text not found in 5.2 KiB (status 200)", 200),
  ],
  [
    "does not hold the text just below 1 MiB",
    CONTAINS,
    answer(sized("x".repeat(MIB - 1))),
    failure("body", "text not found in 1023.9 KiB (status 200)", 200),
  ],
  [
    "is cut past what the status allows",
    `${CONTAINS}&status=500`,
    answerAndClose("HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\nabc"),
    failure("reset", "connection closed in the middle of the body (status 500)", 500),
  ],
  [
    "holds the text in a chunk's extension",
    "contains=x%3Dy",
    answer(chunked("abc")),
    failure("body", "text not found in 3 bytes (status 200)", 200),
  ],
  [
    "holds the text past its length",
    CONTAINS,
    answer(sized("all is well", 5)),
    failure("body", "text not found in 5 bytes (status 200)", 200),
  ],
  [
    "holds the text at the end of 1 MiB",
    CONTAINS,
    answer(sized("x".repeat(MIB - 11) + "all is well")),
    OK,
  ],
  [
    "holds the text past 1 MiB",
    CONTAINS,
    answer(sized("x".repeat(MIB - 10) + "all is well")),
    failure("body", "text not found in the first 1 MiB (status 200)", 200),
  ],
  [
    "is endless and does not hold the text",
    CONTAINS,
    answerForEver(UNSIZED, "x".repeat(65_536)),
    failure("body", "text not found in the first 1 MiB (status 200)", 200),
  ],
  [
    "is cut",
    CONTAINS,
    answerAndClose(sized("all is", 11)),
    failure("reset", "connection closed in the middle of the body (status 200)", 200),
  ],
  // The text is there: to read on would fail a stream that has no end.
  ["is cut behind the text", CONTAINS, answerAndClose(sized("all is well", 99)), OK],
  [
    "is there although the status has none",
    CONTAINS,
    answer("HTTP/1.1 204 X\r\n\r\nall is well"),
    failure("body", "text not found in an empty body (status 204)", 204),
  ],
  ["is JSON with the value", JSON_OK, answer(sized('{"status":"ok"}')), OK],
  ["is JSON in many chunks", JSON_OK, answer(chunked(...'{"status":"ok"}')), OK],
  [
    "is JSON with another value",
    JSON_OK,
    answer(sized('{"status":"down"}')),
    failure("body", "status: 1 value, not as asked (status 200)", 200),
  ],
  [
    "is JSON with another large number",
    "json=a:9007199254740993",
    answer(sized('{"a":9007199254740992}')),
    failure("body", "a: 1 value, not as asked (status 200)", 200),
  ],
  [
    "is JSON with a number where the value is a string",
    "json=a:%2212345678901234567890%22",
    answer(sized('{"a":12345678901234567890}')),
    failure("body", "a: 1 value, not as asked (status 200)", 200),
  ],
  [
    "is JSON with another number beyond doubles",
    "json=a:1e500",
    answer(sized('{"a":1e400}')),
    failure("body", "a: 1 value, not as asked (status 200)", 200),
  ],
  [
    "is JSON with the digits of that number",
    "json=a:1e21",
    answer(sized('{"a":1000000000000000000000}')),
    OK,
  ],
  [
    "is JSON with that large number",
    "json=a:9007199254740993",
    answer(sized('{"a":9007199254740993}')),
    OK,
  ],
  [
    "is not JSON",
    JSON_OK,
    answer(sized("<ok>")),
    failure("body", "body is not JSON (status 200)", 200),
  ],
  ["is empty", JSON_OK, answer(sized("")), failure("body", "body is not JSON (status 200)", 200)],
  [
    "is cut JSON",
    JSON_OK,
    answerAndClose(`${UNSIZED}{"status":"ok"`),
    failure("body", "body is not JSON (status 200)", 200),
  ],
  [
    "is JSON of over 1 MiB",
    JSON_OK,
    answer(sized(`{"status":"ok","x":"${"x".repeat(MIB)}"}`)),
    failure("body", "body is over 1 MiB (status 200)", 200),
  ],
  [
    "is endless",
    JSON_OK,
    answerForEver(UNSIZED, " ".repeat(65_536)),
    failure("body", "body is over 1 MiB (status 200)", 200),
  ],
  [
    "is JSON of too many arrays and objects",
    JSON_OK,
    answer(sized(`{"status":"ok","x":[${"{},".repeat(65_535)}0]}`)),
    failure("body", "more than 65,536 arrays and objects (status 200)", 200),
  ],
  [
    "is JSON of another large number among the same doubles",
    "json=a<9007199254740993",
    answer(sized('{"a":9007199254740992}')),
    OK,
  ],
  [
    "has both",
    "json=status:ok&contains=well",
    answer(sized('{"status":"ok","all":"well"}')),
    OK,
  ],
  [
    "has one of both",
    "json=status:ok&contains=well",
    answer(sized('{"status":"ok"}')),
    failure("body", "text not found in 15 bytes (status 200)", 200),
  ],
  [
    "has a chunk that is none",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nall is well"),
    failure("protocol", "not HTTP: bad chunk (status 200)", 200),
  ],
  [
    "is compressed",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x08all is well"),
    failure("body", "the answer is compressed (gzip) (status 200)", 200),
  ],
  [
    "is compressed twice",
    JSON_OK,
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: X-Gzip,br\r\n\r\nall is well"),
    failure("body", "the answer is compressed (X-Gzip, br) (status 200)", 200),
  ],
  [
    "is compressed for the transfer",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nall is well"),
    failure("body", "the answer is compressed (gzip) (status 200)", 200),
  ],
  [
    "is not compressed",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nall is well"),
    OK,
  ],
  [
    "has the name of a character set for its coding",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: utf-8\r\n\r\nall is well"),
    OK,
  ],
  [
    "has a field with a space before its colon",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nFoo : bar\r\nContent-Length: 11\r\n\r\nall is well"),
    OK,
  ],
  // The peers of such an answer do not agree where it ends.
  ...["Content-Length", "Transfer-Encoding"].map((name): typeof CASES[number] => [
    `has a space after the name ${name}`,
    CONTAINS,
    answer(`HTTP/1.1 200 OK\r\nContent-Length: 11\r\n${name} : 4\r\n\r\nall is well`),
    failure("protocol", `not HTTP: bad ${name} (status 200)`, 200),
  ]),
  [
    "has two lengths",
    CONTAINS,
    answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 11\r\n\r\nall is well"),
    failure("protocol", "not HTTP: bad Content-Length (status 200)", 200),
  ],
];
for (const [when, options, behaviour, expected] of CASES) {
  Deno.test(`judgeBody() judges the body when it ${when}`, async () => {
    await using server = listen(behaviour);
    assertEquals(await outcomeOf(`http://127.0.0.1:${server.port}/#${options}`), expected);
  });
}

Deno.test("judgeBody() yields to the event loop when all of a large body is there", async () => {
  const body = new MemoryStream(new Uint8Array(MIB));
  const busy = {
    read: () => {
      const startMs = performance.now();
      while (performance.now() - startMs < 1);
      return true;
    },
    end: () => null,
  };
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  try {
    const reason = await judgeBody([busy], readBody(body, HEAD), HEAD);
    assertEquals([reason, turns > 1], [null, true]);
  } finally {
    clearInterval(timer);
  }
});

const ITEM = '{"id":"granite-7b","created":1700000000,"up":true}';
for (
  const [what, items] of [
    ["1 MiB of a list", Array(20_000).fill(ITEM)],
    ["as many objects as it may", Array(65_534).fill("{}")],
  ] as const
) {
  Deno.test(`check judges JSON of ${what} when it has a heap of 32 MiB`, async () => {
    await using server = listen(answer(sized(`{"status":"ok","x":[${items.join(",")}]}`)));
    await using program = new Program(
      ["check", "5", `http://127.0.0.1:${server.port}/#json=status:ok`],
      { denoFlags: ["--allow-net", "--v8-flags=--max-old-space-size=32"] },
    );
    const { code, out } = await program.end();
    assertEquals([code, out[0]], [0, "All: Ready 200"]);
  });
}

Deno.test("readBody() returns the content of chunks when each read gives one byte", async () => {
  const text = "5\r\nhello\r\n1;x=y\n!\r\n0\r\n\r\n";
  const conn = new MemoryStream(new TextEncoder().encode(text), { most: 1 });
  const head = { ...HEAD, fields: "Transfer-Encoding: chunked\r\n\r\n" };
  let body = "";
  for await (const piece of readBody(conn, head)) body += new TextDecoder().decode(piece);
  assertEquals(body, "hello!");
});

Deno.test("judgeBody() closes at the timeout when the body drips", async () => {
  await using server = listen(answerForEver(UNSIZED, "x", 20));
  const url = `http://127.0.0.1:${server.port}/#${CONTAINS}`;
  assertEquals(
    await outcomeOf(url, { timeout: 0.3 }),
    failure("timeout", "timed out after 0.3 s (status 200)", 200),
  );
  await server.closed;
});
