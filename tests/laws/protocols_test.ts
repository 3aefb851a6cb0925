// Laws that hold for every input, where they are plainer than cases. fast-check prints the seed and the
// smallest input that breaks one. So do the other files of this folder.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CheckFailure } from "../../src/check/reason.ts";
import { readBody } from "../../src/net/http1/body.ts";
import { readHead } from "../../src/net/http1/head.ts";
import { concat, FRAME, frame, readFrames } from "../../src/net/http2/frames.ts";
import { decodeFields, encodeField, HpackError } from "../../src/net/http2/hpack.ts";
import { MemoryStream } from "../support/memory_stream.ts";
import { mutatedBytes } from "./mutated.ts";

const encoder = new TextEncoder();

/** Bytes of a real answer of which some were changed, and how many come in one read. */
function mutated(real: Uint8Array): fc.Arbitrary<[Uint8Array, number]> {
  return fc.tuple(mutatedBytes(real), fc.integer({ min: 1, max: 64 }));
}

/** Calls a function that may fail in one way alone. */
async function mayFailWith(kind: typeof CheckFailure, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    assert(error instanceof kind, String(error));
  }
}

Deno.test("decodeFields() gives the field that encodeField() wrote when it is any text", () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,200}$/);
  fc.assert(fc.property(name, fc.stringMatching(/^[ -~]{0,300}$/), (name, value) => {
    const fields = decodeFields(Uint8Array.from(encodeField(name, value)));
    assertEquals([...fields], [[name, value]]);
  }));
});

Deno.test("decodeFields() throws an HpackError when a field is cut short anywhere", () => {
  const whole = Uint8Array.from(encodeField("grpc-status", "0".repeat(200)));
  for (let end = 1; end < whole.length; end++) {
    assertThrows(() => decodeFields(whole.subarray(0, end)), HpackError, "cut short");
  }
});

Deno.test("decodeFields() fails with HpackError alone when real bytes are changed", () => {
  const real = Uint8Array.from([
    0x88,
    ...encodeField("content-type", "application/grpc"),
    ...[0x40, 0x8b, 0x1d, 0x75, 0xd0, 0x62, 0x0d, 0x26, 0x3d, 0x4c, 0x4d, 0x65, 0x64, 0x01, 0x30],
  ]);
  fc.assert(fc.property(mutatedBytes(real), (bytes) => {
    try {
      decodeFields(bytes);
    } catch (error) {
      assert(error instanceof HpackError, String(error));
    }
  }));
});

Deno.test("readBody() fails with CheckFailure alone when a real chunked answer is changed", async () => {
  const real = encoder.encode(
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1f\r\n" +
      `${"x".repeat(31)}\r\n0\r\nTrailer: y\r\n\r\n`,
  );
  await fc.assert(
    fc.asyncProperty(mutated(real), ([bytes, most]) =>
      mayFailWith(CheckFailure, async () => {
        const conn = new MemoryStream(bytes, { most });
        for await (const piece of readBody(conn, await readHead(conn))) assert(piece.length > 0);
      })),
  );
});

/** A chunked body, and how it is written, up to the size of the last chunk. */
const CHUNKED = fc.array(
  fc.record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 300, size: "max" }),
    zeros: fc.constantFrom("", "00"),
    extension: fc.constantFrom("", ";a=b", " ;a"),
    newline: fc.constantFrom("\r\n", "\n"),
  }),
  { maxLength: 5 },
).map((chunks) => ({
  body: concat(chunks.map(({ bytes }) => bytes)),
  written: concat([
    encoder.encode("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ...chunks.flatMap(({ bytes, zeros, extension, newline }) => [
      encoder.encode(`${zeros}${bytes.length.toString(16)}${extension}${newline}`),
      bytes,
      encoder.encode(newline),
    ]),
  ]),
}));
const MOST = fc.integer({ min: 1, max: 64 });

/** Reads the body of an answer that comes in pieces of at most so many bytes. */
async function bodyOf(answer: Uint8Array, most: number): Promise<Uint8Array> {
  const conn = new MemoryStream(answer, { most });
  const pieces: Uint8Array[] = [];
  for await (const piece of readBody(conn, await readHead(conn))) pieces.push(piece.slice());
  return concat(pieces);
}

Deno.test("readBody() gives the body when its chunks are any and come in any pieces", async () => {
  await fc.assert(fc.asyncProperty(CHUNKED, MOST, async ({ body, written }, most) => {
    const answer = concat([written, encoder.encode("0\r\nTrailer: y\r\n\r\nmore")]);
    assertEquals(await bodyOf(answer, most), body);
  }));
});

Deno.test("readBody() fails with CheckFailure when the answer ends before the last chunk", async () => {
  await fc.assert(fc.asyncProperty(CHUNKED, fc.nat(), MOST, async ({ written }, at, most) => {
    const cut = written.subarray(0, at % (written.length + 1));
    await assertRejects(() => bodyOf(cut, most), CheckFailure);
  }));
});

Deno.test("readFrames() gives the whole frames that frame() wrote when the bytes end anywhere", async () => {
  const payload = fc.uint8Array({ maxLength: 300, size: "max" });
  const received = fc.record({
    type: fc.nat(255),
    flags: fc.nat(255),
    stream: fc.nat(255),
    payload,
  });
  const frames = fc.array(received, { maxLength: 5 }).map((frames) => [
    { type: FRAME.SETTINGS, flags: 0, stream: 0, payload: new Uint8Array() },
    ...frames,
  ]);
  await fc.assert(fc.asyncProperty(frames, fc.nat(), MOST, async (frames, lost, most) => {
    const written = frames.map(({ type, flags, stream, payload }) =>
      frame(type, flags, stream, payload)
    );
    const bytes = concat(written);
    const end = bytes.length - lost % (bytes.length - 1);
    const isWhole = (index: number): boolean => concat(written.slice(0, index + 1)).length <= end;
    const read = await Array.fromAsync(
      readFrames(new MemoryStream(bytes.subarray(0, end), { most })),
    );
    assertEquals(read, frames.filter((_, index) => isWhole(index)));
  }));
});

Deno.test("readFrames() fails with CheckFailure alone when real frames are changed", async () => {
  const real = Uint8Array.from([
    ...[0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100],
    ...[0, 0, 0, 4, 1, 0, 0, 0, 0],
    ...[0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88],
    ...[0, 0, 7, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 8, 1],
  ]);
  await fc.assert(
    fc.asyncProperty(mutated(real), ([bytes, most]) =>
      mayFailWith(CheckFailure, async () => {
        for await (const { payload } of readFrames(new MemoryStream(bytes, { most }))) {
          assert(payload.length < 2 ** 24);
        }
      })),
  );
});
