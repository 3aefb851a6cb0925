import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure, WaitFailure } from "../../../src/check/reason.ts";
import { MAX_ANSWER } from "../../../src/probes/tcp/options.ts";
import { talk } from "../../../src/probes/tcp/talk.ts";
import { MemoryStream } from "../../support/memory_stream.ts";
import { failure } from "../../support/outcome.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const { signal: NEVER } = new AbortController();
const EXPECTED = { ok: true, status: null, found: "answered as expected" } as const;
const PONG = bytesOf("PONG");

Deno.test("talk() sends and reads nothing when nothing is to be said", async () => {
  const conn = new MemoryStream(bytesOf("hello"));
  const outcome = await talk(conn, { send: null, expect: null }, NEVER);
  assertEquals([outcome.ok && outcome.found, conn.written], ["connected", []]);
});

Deno.test("talk() sends, and takes any answer when nothing is expected", async () => {
  const conn = new MemoryStream(bytesOf("x"));
  const outcome = await talk(conn, { send: bytesOf("PING"), expect: null }, NEVER);
  assertEquals([outcome.ok && outcome.found, conn.written], ["answered", [...bytesOf("PING")]]);
});

Deno.test("talk() fails when the server closes before an answer", async () => {
  for (const options of [{ send: PONG, expect: null }, { send: null, expect: PONG }]) {
    const closed = talk(new MemoryStream(bytesOf("")), options, NEVER);
    const { failure, message } = await assertRejects(() => closed, CheckFailure);
    assertEquals([failure, message], ["reset", "connection closed before an answer"]);
  }
});

for (
  const [what, text, expected] of [
    ["begins with it", "PONG.", EXPECTED],
    ["ends with it", "xxxPONG", EXPECTED],
    ["ends before it", "PON", failure("body", "expected bytes not found in 3 bytes")],
    ["ends it at 64 KiB", "PONG".padStart(MAX_ANSWER, "x"), EXPECTED],
    [
      "ends it a byte later",
      "PONG".padStart(MAX_ANSWER + 1, "x"),
      failure("body", "expected bytes not found in the first 64 KiB"),
    ],
  ] as const
) {
  Deno.test(`talk() finds what is expected, or says how much came, when the answer ${what}`, async () => {
    const conn = new MemoryStream(bytesOf(text), { most: 1000 });
    assertEquals(await talk(conn, { send: null, expect: PONG }, NEVER), expected);
  });
}

for (const [came, isAborted] of [["x", true], ["", true], ["x", false]] as const) {
  Deno.test(`talk() throws what the connection throws, unless the signal ended it within an answer, when ${came.length} bytes came and the abort is ${isAborted}`, async () => {
    const [stop, error] = [new AbortController(), new Error("gone")];
    const pieces = [came].filter((piece) => piece !== "");
    const conn = {
      read: (buffer: Uint8Array): Promise<number> => {
        const piece = pieces.shift();
        if (piece === undefined) {
          if (isAborted) stop.abort();
          return Promise.reject(error);
        }
        buffer.set(bytesOf(piece));
        return Promise.resolve(piece.length);
      },
      write: ({ length }: Uint8Array): Promise<number> => Promise.resolve(length),
    };
    const thrown = await assertRejects(
      () => talk(conn, { send: null, expect: PONG }, stop.signal),
      Error,
    );
    const isWaiting = came !== "" && isAborted;
    assertEquals(thrown instanceof WaitFailure, isWaiting);
    assertEquals(thrown.message, isWaiting ? "expected bytes not found in 1 byte" : "gone");
  });
}
