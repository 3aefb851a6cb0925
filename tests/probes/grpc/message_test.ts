import { assertEquals, assertThrows } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { ProtobufReader } from "../../../src/probes/grpc/message.ts";

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const GROUP_BEGIN = 3;
const GROUP_END = 4;
const FIXED32 = 5;

function readerOf(...bytes: readonly number[]): ProtobufReader {
  return new ProtobufReader(Uint8Array.from(bytes));
}

/** The first `count` bytes of a longer varint, with all bits set. */
function ongoing(count: number): number[] {
  return new Array(count).fill(0xff);
}

for (
  const [value, bytes] of [
    [0, [0]],
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    // The example of the specification.
    [150, [0x96, 0x01]],
    [2 ** 32 - 1, [...ongoing(4), 0x0f]],
    [Number.MAX_SAFE_INTEGER, [...ongoing(7), 0x0f]],
    [2 ** 63, [...new Array(9).fill(0x80), 0x01]],
    // -1 as an enum has it; a double has no 2 ** 64 - 1.
    [2 ** 64, [...ongoing(9), 0x01]],
    // Longer than it needs to be, which is allowed.
    [5, [0x85, ...new Array(8).fill(0x80), 0]],
  ] as const
) {
  Deno.test(`ProtobufReader.varint() gives ${value} when the bytes are ${bytes}`, () => {
    const reader = readerOf(...bytes, 42);
    assertEquals([reader.varint(), reader.atEnd], [value, false]);
    assertEquals([reader.varint(), reader.atEnd], [42, true]);
  });
}

for (
  const [when, bytes] of [
    ["there is nothing", []],
    ["it is cut short", [0x96]],
    ["it is cut short at its longest", ongoing(9)],
    ["it has eleven bytes", [...ongoing(10), 0x01]],
    ["it never ends", ongoing(1000)],
  ] as const
) {
  Deno.test(`ProtobufReader.varint() throws a CheckFailure when ${when}`, () => {
    const reader = readerOf(...bytes);
    assertThrows(() => reader.varint(), CheckFailure, "not gRPC: bad message");
  });
}

for (const [tag, bytes] of [[8, [0x08]], [0xffffffff, [...ongoing(4), 0x0f]]] as const) {
  Deno.test(`ProtobufReader.tag() gives ${tag} when the bytes are ${bytes}`, () => {
    assertEquals(readerOf(...bytes).tag(), tag);
  });
}

for (
  const [when, bytes] of [
    ["its field number is 0", [0x00]],
    ["its field number is 0, of a string", [0x02]],
    ["its field number is 0, in two bytes", [0x80, 0x00]],
    ["its field number is 2 ** 29", [0x80, 0x80, 0x80, 0x80, 0x10]],
  ] as const
) {
  Deno.test(`ProtobufReader.tag() throws a CheckFailure when ${when}`, () => {
    const reader = readerOf(...bytes, 0);
    assertThrows(() => reader.tag(), CheckFailure, "not gRPC: bad message");
  });
}

Deno.test("ProtobufReader.field() gives the value when it is a varint", () => {
  const reader = readerOf(0x96, 0x01, 42);
  assertEquals([reader.field(VARINT), reader.varint(), reader.atEnd], [150, 42, true]);
});

for (
  const [what, wireType, bytes] of [
    ["a fixed64", FIXED64, [1, 2, 3, 4, 5, 6, 7, 8]],
    ["a fixed32", FIXED32, [1, 2, 3, 4]],
    ["an empty string", LENGTH, [0]],
    ["a string", LENGTH, [3, 0xff, 0xff, 0xff]],
    ["a string of 128 bytes", LENGTH, [0x80, 0x01, ...ongoing(128)]],
  ] as const
) {
  Deno.test(`ProtobufReader.field() passes over a field when it is ${what}`, () => {
    const reader = readerOf(...bytes, 42);
    assertEquals(reader.field(wireType), 0);
    assertEquals([reader.varint(), reader.atEnd], [42, true]);
    const last = readerOf(...bytes);
    last.field(wireType);
    assertEquals(last.atEnd, true);
  });

  Deno.test(`ProtobufReader.field() throws a CheckFailure when ${what} is cut short`, () => {
    const reader = readerOf(...bytes.slice(0, -1));
    assertThrows(() => reader.field(wireType), CheckFailure, "not gRPC: bad message");
  });
}

for (
  const [what, wireType, bytes] of [
    ["its length goes beyond the end", LENGTH, [5, 1, 2, 3, 4]],
    ["its length has 64 bits", LENGTH, [...ongoing(9), 0x01, 1, 2, 3]],
    ["its length never ends", LENGTH, ongoing(20)],
    ["it is a varint that never ends", VARINT, ongoing(20)],
    ["it begins a group", GROUP_BEGIN, [0, 0]],
    ["it ends a group", GROUP_END, [0, 0]],
    ["its wire type is 6", 6, [0, 0]],
    ["its wire type is 7", 7, [0, 0]],
  ] as const
) {
  Deno.test(`ProtobufReader.field() throws a CheckFailure when ${what}`, () => {
    const reader = readerOf(...bytes);
    assertThrows(() => reader.field(wireType), CheckFailure, "not gRPC: bad message");
  });
}
