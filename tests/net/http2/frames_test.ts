import { assert, assertEquals, assertThrows } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import {
  fieldBlock,
  FLAG,
  FRAME,
  type Frame,
  frame,
  NOT_HTTP2,
  readFrames,
  streamId,
  uint32,
} from "../../../src/net/http2/frames.ts";
import { MemoryStream } from "../../support/memory_stream.ts";

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

/** What was read of these bytes: each frame, and then the reason if it failed. */
async function read(bytes: readonly number[] | Uint8Array, most = Infinity): Promise<unknown[]> {
  const found: unknown[] = [];
  try {
    for await (
      const { type, flags, stream, payload } of readFrames(
        new MemoryStream(Uint8Array.from(bytes), { most }),
      )
    ) found.push([type, flags, stream, payload.length]);
  } catch (error) {
    assert(error instanceof CheckFailure);
    found.push(`${error.failure}: ${error.message}`);
  }
  return found;
}

const SETTINGS = [0, 0, 0, 4, 0, 0, 0, 0, 0];

for (const most of [Infinity, 1]) {
  Deno.test(`readFrames() returns frames in order when a read gives ${most} bytes`, async () => {
    const bytes = [
      ...SETTINGS,
      ...[0, 0, 2, 6, 1, 0x80, 0, 1, 3, 7, 8],
      ...[0, 1, 0, 0, 0, 0, 0, 0, 1, ...Array(256).fill(1)],
      // The close cuts this one short.
      ...[0, 0, 2, 0, 0, 0, 0, 0, 1, 7],
    ];
    assertEquals(await read(bytes, most), [[4, 0, 0, 0], [6, 1, 259, 2], [0, 0, 1, 256]]);
    assertEquals(await read(bytes.slice(0, 12), most), [[4, 0, 0, 0]]);
  });
}

for (
  const [what, bytes, expected] of [
    ["closes without a byte", [], "reset: connection closed before an answer"],
    ["begins with another frame", [0, 0, 0, 6, 0, 0, 0, 0, 0], `protocol: ${NOT_HTTP2}`],
    ["speaks HTTP/1", new TextEncoder().encode("HTTP/1.1 200 OK"), `protocol: ${NOT_HTTP2}`],
    ["sends over 16 KiB", [0, 0x40, 1, 4, 0, 0, 0, 0, 0], `protocol: ${NOT_HTTP2}`],
  ] as const
) {
  Deno.test(`readFrames() fails when the peer ${what}`, async () => {
    assertEquals(await read(bytes), [expected]);
  });
}

Deno.test("readFrames() reads 60 KiB in all, and no byte more", async () => {
  const full = [
    ...SETTINGS,
    ...Array(3).fill(0).flatMap(() => [...frame(0, 0, 1, new Uint8Array(16_384))]),
  ];
  const rest = (more: number): number[] => [
    ...full,
    ...frame(0, 0, 1, new Uint8Array(60 * 1024 - full.length - 9 + more)),
  ];
  const frames = [[4, 0, 0, 0], ...Array(3).fill([0, 0, 1, 16_384])];
  assertEquals(await read(rest(0)), [...frames, [0, 0, 1, 12_243]]);
  assertEquals(await read(rest(1)), [...frames, "protocol: answer is over 60 KiB"]);
});

function received(flags: number, ...payload: readonly number[]): Frame {
  return { type: FRAME.HEADERS, flags, stream: 1, payload: Uint8Array.from(payload) };
}

for (
  const [flags, payload, expected] of [
    [0, [1, 2], [1, 2]],
    [FLAG.PADDED, [0, 1, 2], [1, 2]],
    [FLAG.PADDED, [1, 1, 2], [1]],
    [FLAG.PADDED, [2, 1, 2], []],
    [FLAG.PADDED, [3, 1, 2], undefined],
    [FLAG.PADDED, [], undefined],
    [FLAG.PRIORITY, [0, 0, 0, 0, 1, 2], [2]],
    [FLAG.PRIORITY, [0, 0, 0, 0, 1], []],
    [FLAG.PRIORITY, [0, 0, 0, 0], undefined],
    [FLAG.PADDED | FLAG.PRIORITY, [1, 0, 0, 0, 0, 1, 2, 0], [2]],
  ] as const
) {
  Deno.test(`fieldBlock() returns ${expected} when the flags are ${flags} and the payload is ${payload}`, () => {
    const block = (): number[] => [...fieldBlock(received(flags, ...payload))];
    if (expected === undefined) assertThrows(block, CheckFailure, NOT_HTTP2);
    else assertEquals(block(), [...expected]);
  });
}

Deno.test("streamId() leaves out the reserved bit, and uint32() counts what is missing as 0", () => {
  assertEquals(streamId(Uint8Array.of(9, 0xff, 0xff, 0xff, 0xff), 1), 0x7fffffff);
  assertEquals(uint32(Uint8Array.of(0xff, 1, 2, 3), 0), 0xff010203);
  assertEquals(uint32(Uint8Array.of(0, 1, 2), 1), 0x01020000);
});

Deno.test("FRAME and FLAG are the numbers of RFC 9113", () => {
  assertEquals(Object.values(FRAME), [0, 1, 3, 4, 5, 6, 7, 9]);
  assertEquals(Object.values(FLAG), [1, 1, 4, 8, 32]);
});
