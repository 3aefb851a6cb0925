import { assertEquals, assertThrows } from "@std/assert";
import { decodeFields, encodeField, HpackError } from "../../../src/net/http2/hpack.ts";

function decode(hex: string): Record<string, string> {
  return Object.fromEntries(
    decodeFields(Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16))),
  );
}

// RFC 7541, appendixes C.5.1 and C.6.1; the dynamic table is left out.
Deno.test("decodeFields() decodes the examples of RFC 7541 when they are plain or Huffman-coded", () => {
  const plain = "4803333032580770726976617465" +
    "611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54";
  assertEquals(decode(plain), { ":status": "302" });
  const huffman = "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff";
  assertEquals(decode(huffman), { ":status": "302" });
  assertEquals(decode("88"), { ":status": "200" });
  // custom-key: custom-value, Huffman-coded as in C.4.3.
  assertEquals(decode("408825a849e95ba97d7f8925a849e95bb8e8b4bf"), {
    "custom-key": "custom-value",
  });
});

Deno.test("decodeFields() decodes what encodeField() encoded when a value is long", () => {
  const fields = [["grpc-status", "0"], ["x", "y".repeat(5000)]] as const;
  const block = Uint8Array.from(fields.flatMap(([name, value]) => encodeField(name, value)));
  assertEquals([...decodeFields(block)], fields.map(([name, value]) => [name, value]));
});

Deno.test("decodeFields() joins the values when a field is repeated", () => {
  const fields = [["grpc-status", "13"], ["grpc-status", "0"], ["x", "y"], ["x", "y"]] as const;
  const block = Uint8Array.from(fields.flatMap(([name, value]) => encodeField(name, value)));
  assertEquals([...decodeFields(block)], [["grpc-status", "13, 0"], ["x", "y"]]);
});

Deno.test("decodeFields() skips a field when a Huffman code is longer than 15 bits", () => {
  // grpc-message with a backslash, whose code has 19 bits; then :status 200.
  assertEquals(decode("000c677270632d6d657373616765" + "83fffe1f" + "88"), { ":status": "200" });
});

// RFC 7541, appendix B: the first character of each length.
Deno.test("decodeFields() decodes a character of each length of a Huffman code", () => {
  const codes = [
    ["0", 0x0, 5],
    [" ", 0x14, 6],
    [":", 0x5c, 7],
    ["&", 0xf8, 8],
    ["!", 0x3f8, 10],
    ["'", 0x7fa, 11],
    ["#", 0xffa, 12],
    ["$", 0x1ff9, 13],
    ["^", 0x3ffc, 14],
    ["<", 0x7ffc, 15],
  ] as const;
  const bits = codes.map(([, code, length]) => code.toString(2).padStart(length, "0")).join("");
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  const bytes = padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const block = Uint8Array.of(0, 1, 0x78, 0x80 | bytes.length, ...bytes);
  assertEquals([...decodeFields(block)], [["x", codes.map(([character]) => character).join("")]]);
});

Deno.test("decodeFields() reads only the fields of the static table that a probe needs", () => {
  // :authority, which is the first; vary, which is the last; content-type, as a name with the value x.
  assertEquals(decode("81" + "bd" + "0f100178"), { "content-type": "x" });
});

for (
  const hex of ["2100", "be", "80", "3fe11f", "0003", "00816", "7f", "0fffffffffff", "408825a849"]
) {
  Deno.test(`decodeFields() throws an HpackError when the block is ${hex}`, () => {
    assertThrows(() => decode(hex.padEnd(hex.length + hex.length % 2, "0")), HpackError);
  });
}

Deno.test("decodeFields() decodes what encodeField() encoded when a length takes one byte more", () => {
  for (const length of [126, 127, 254, 255]) {
    const block = Uint8Array.from(encodeField("x", "y".repeat(length)));
    assertEquals([...decodeFields(block)], [["x", "y".repeat(length)]]);
  }
});

// RFC 7541, section 4.2: an encoder that uses no table says so at the begin of a block.
Deno.test("decodeFields() reads on when the dynamic table is set to no size", () => {
  assertEquals(decode("2088"), { ":status": "200" });
});

Deno.test("decodeFields() skips a field when its name has the index after those of :status", () => {
  assertEquals(decode("0f000161" + "88"), { ":status": "200" });
});
