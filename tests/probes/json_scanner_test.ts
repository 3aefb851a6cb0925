import { assertEquals, assertThrows } from "@std/assert";
import { JsonScanner } from "../../src/probes/json_scanner.ts";

/** Scans bytes in pieces, and returns the parts that its visitor received. */
function partsOf(bytes: Uint8Array, most: number, needs = true): string[] {
  const parts: string[] = [];
  const scanner = new JsonScanner({
    needsKey: needs,
    needsScalar: needs,
    open: (bracket) => parts.push(bracket),
    close: () => parts.push("end"),
    key: (source) => parts.push(`${source}:`),
    scalar: (source) => parts.push(source),
  });
  for (let at = 0; at < bytes.length; at += most) scanner.write(bytes.subarray(at, at + most));
  scanner.end();
  return parts;
}

function bytesOf(document: string | readonly number[]): Uint8Array {
  return typeof document === "string"
    ? new TextEncoder().encode(document)
    : Uint8Array.from(document);
}

const PACES = [Infinity, 3, 1];

const VALID: readonly [document: string, parts: readonly string[]][] = [
  ["1", ["1"]],
  [" -0.10e+05\n", ["-0.10e+05"]],
  ["true", ["true"]],
  ['""', ['""']],
  ['"a\\"\\\\\\u00e4\u20ac\ud83d\ude00\x7f\u2028"', [
    '"a\\"\\\\\\u00e4\u20ac\ud83d\ude00\x7f\u2028"',
  ]],
  ["[]", ["[", "end"]],
  ["{ }", ["{", "end"]],
  ["\ufeff[1]", ["[", "1", "end"]],
  ["[1,[2],{}]", ["[", "1", "[", "2", "end", "{", "end", "end"]],
  ['\t{"a" :\r\nnull , "":[false]}', ["{", '"a":', "null", '"":', "[", "false", "end", "end"]],
];
for (const [document, parts] of VALID) {
  Deno.test(`JsonScanner.write() passes the parts when the document is ${JSON.stringify(document)}`, () => {
    for (const most of PACES) assertEquals(partsOf(bytesOf(document), most), parts);
  });
}

Deno.test("JsonScanner.write() passes no strings when they are not needed", () => {
  const document = bytesOf('{"a":"b","c":[1,"d",true]}');
  for (const most of PACES) {
    assertEquals(
      partsOf(document, most, false),
      ["{", ":", "", ":", "[", "1", "", "true", "end", "end"],
    );
  }
});

const INVALID: readonly (string | readonly number[])[] = [
  ..."[ ] { } , : - + . 01 1. .5 1e 1e+ 0x1 1_0 -a NaN Infinity tru nul TRUE truefalse".split(" "),
  ...[
    "",
    " ",
    "\ufeff",
    "\ufeff\ufeff1",
    "1 2",
    "[1 2]",
    "[1,]",
    "[,1]",
    "[1,,2]",
    "[1",
    "1]",
    "[1}",
  ],
  ...['{"a"}', '{"a":}', '{"a":1,}', "{a:1}", "{1:1}", '{"a":1', '{"a":1]', '{"a" 1}', '{"a"::1}'],
  ...[
    '{"a":1 "b":2}',
    '{,"a":1}',
    '{"a","b"}',
    '["a":1]',
    '{"a":1}}',
    "[]]",
    '"a" "b"',
    "1,2",
    '1,"a":2',
    "{}1",
  ],
  ...[
    '"',
    '"a',
    '"\\',
    '"\\"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\U0041"',
    '"\n"',
    '"\t"',
    '"\0"',
  ],
  ...["'a'", "/**/1", "1//", "\u00a01", "1\f", "[1]\0", "\u2028[]", '"a"b', "<ok>"],
  // Bytes that are not UTF-8: alone, cut short, too long, of a surrogate, beyond the last character.
  ...[[0x22, 0x80, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xe2, 0x82], [0x22, 0xc0, 0x80, 0x22]],
  ...[[0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x31, 0xff]],
  // UTF-16.
  [0xff, 0xfe, 0x31, 0],
];
for (const document of INVALID) {
  Deno.test(`JsonScanner.end() or write() throws when the document is ${JSON.stringify(document)}`, () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    assertThrows(() => JSON.parse(decoder.decode(bytesOf(document))), Error);
    for (const most of PACES) assertThrows(() => partsOf(bytesOf(document), most), Error);
  });
}

Deno.test("JsonScanner.write() reads any nesting when there are 500,000 levels", () => {
  const levels = 500_000;
  const parts = partsOf(bytesOf("[".repeat(levels) + "]".repeat(levels)), Infinity);
  assertEquals(parts.length, 2 * levels);
  assertThrows(() => partsOf(bytesOf(`${"[".repeat(levels)}}`), Infinity), SyntaxError);
});
