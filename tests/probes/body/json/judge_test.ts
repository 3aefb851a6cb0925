import { assertEquals, assertThrows } from "@std/assert";
import { JsonJudge } from "../../../../src/probes/body/json/judge.ts";
import { parseJsonExpectation } from "../../../../src/probes/body/json/path.ts";

/** Judges a document in pieces of this many bytes. */
function judge(bytes: Uint8Array, most: number, option: string): string | null {
  const expectation = parseJsonExpectation(option);
  if (expectation === undefined) throw new TypeError(`bad option ${option}`);
  const judge = new JsonJudge([expectation], "body");
  const pieces = Math.ceil(bytes.length / most);
  for (let i = 0; i < pieces; i++) {
    // The caller may overwrite a piece.
    const piece = bytes.slice(i * most, (i + 1) * most);
    const goesOn = judge.read(piece);
    piece.fill(0);
    if (!goesOn) break;
  }
  return judge.end();
}

function bytesOf(document: string | readonly number[]): Uint8Array {
  return typeof document === "string"
    ? new TextEncoder().encode(document)
    : Uint8Array.from(document);
}

const PACES = [1e9, 3, 1];

/** Documents, and the expectations that they meet. */
const VALID: readonly [document: string, ...options: readonly string[]][] = [
  ["1", ".:1"],
  [" -0.10e+05\n", ".:-1e4"],
  ["true", ".:true"],
  ['""', '.:""'],
  [
    '"a\\"\\\\\\u00e4\u20ac\ud83d\ude00\x7f\u2028"',
    '.:"a\\"\\\\\u00e4\u20ac\ud83d\ude00\x7f\u2028"',
  ],
  ['["\\ud83d"]', '[0]:"\\ud83d"'],
  ["\ufeff[1]", "[]:1"],
  // In pieces of three bytes, the second begins with what is no byte order mark there.
  ['["a\ufeff"]', '[0]:"a\ufeff"'],
  ["[1,[2],{}]", "[0]:1", "[1][]:2"],
  ['\t{"a" :\r\nnull , "":[false]}', "a:null", '.""[]:false'],
];
for (const [document, ...options] of VALID) {
  Deno.test(`JsonJudge.end() returns null when the body is ${JSON.stringify(document)}`, () => {
    for (const most of PACES) {
      for (const option of options) assertEquals(judge(bytesOf(document), most, option), null);
    }
  });
}

for (const document of ["[]", "{ }", "\ufeff[1]"]) {
  Deno.test(`JsonJudge.end() returns the reason when the body is ${JSON.stringify(document)}`, () => {
    for (const most of PACES) {
      assertEquals(judge(bytesOf(document), most, "a:1"), "a: no value");
      assertEquals(judge(bytesOf(document), most, ".:1"), ".: 1 value, not as asked");
    }
  });
}

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
  Deno.test(`JsonJudge.end() returns the reason when the body is no JSON: ${JSON.stringify(document)}`, () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    assertThrows(() => JSON.parse(decoder.decode(bytesOf(document))), Error);
    for (const most of PACES) {
      assertEquals(judge(bytesOf(document), most, ".:1"), "body is not JSON");
    }
  });
}

Deno.test("JsonJudge.read() returns false when the bytes are not UTF-8", () => {
  const expectation = parseJsonExpectation(".:1");
  if (expectation === undefined) throw new TypeError("bad option");
  assertEquals(new JsonJudge([expectation], "body").read(Uint8Array.of(0xff)), false);
});

const MOST = 65_536;
const TOO_MANY = "more than 65,536 arrays and objects";
for (
  const [when, document, reason] of [
    ["nests as many arrays as it may", "[".repeat(MOST) + "]".repeat(MOST), null],
    ["nests more", "[".repeat(MOST + 1) + "]".repeat(MOST + 1), TOO_MANY],
    ["nests as many objects as it may", `${'{"a":'.repeat(MOST)}1${"}".repeat(MOST)}`, null],
    ["has as many as it may", `[${"{},".repeat(MOST - 1)}0]`, null],
    ["has more", `[${"{},".repeat(MOST)}0]`, TOO_MANY],
    ["has more in a string", `["${"[{".repeat(MOST / 2)}"]`, TOO_MANY],
    ["nests 500,000 levels", "[".repeat(500_000) + "]".repeat(500_000), TOO_MANY],
    ["only opens arrays", "[".repeat(MOST), "body is not JSON"],
  ] as const
) {
  Deno.test(`JsonJudge.end() counts arrays and objects when the body ${when}`, () => {
    for (const most of [1e9, 1000]) {
      const found = judge(bytesOf(document), most, "x:1");
      assertEquals(found === "x: no value" ? null : found, reason);
    }
  });
}

Deno.test("JsonJudge.end() returns a reason when it needs the digits of a deep document", () => {
  const document = `[1.0000000000000000001,${"[".repeat(60_000)}${"]".repeat(60_000)}]`;
  assertEquals(judge(bytesOf(document), 1e9, "[0]:1"), "body is nested too deeply");
  assertEquals(judge(bytesOf(document), 1e9, "[0]:2"), "[0]: 1 value, not as asked");
});

for (
  const [document, option, expected] of [
    ['"42"', ".>5", null],
    ['"42"', ".<5", ".: 1 value, not as asked"],
    ['"42"', ".==42.0", null],
    ['"4.2e1"', ".!=5", null],
    ['"9007199254740993"', ".>9007199254740992", null],
    ['"9007199254740993"', ".==9007199254740992", ".: 1 value, not as asked"],
    ['["full", "42"]', ".[]>5", ".[]: 1 of 2 values are text, must be numbers"],
    ['["full", "4"]', ".[]>5", ".[]: 2 values, none as asked"],
    ['["full", "-"]', ".[]>5", ".[]: 2 values are text, must be numbers"],
    ['"full"', ".!=5", ".: 1 value is text, must be a number"],
    ['""', ".>=0", ".: 1 value is text, must be a number"],
    ['" 42"', ".>5", ".: 1 value is text, must be a number"],
    ['"0x2a"', ".>5", ".: 1 value is text, must be a number"],
    ['"042"', ".>5", ".: 1 value is text, must be a number"],
    ['"42%"', ".>5", ".: 1 value is text, must be a number"],
    ['"full"', ".:empty", ".: 1 value, not as asked"],
    ['"42"', ".:42", null],
    ['"42.0"', ".:42", ".: 1 value, not as asked"],
  ] as const
) {
  Deno.test(`JsonJudge.end() returns ${JSON.stringify(expected)} when ${option} meets ${document}`, () => {
    assertEquals(judge(bytesOf(document), 3, option), expected);
  });
}

const JOBS = `{"jobs": [
  {"name": "a", "state": "up", "pending": 3, "tags": ["x"]},
  {"name": "b", "state": "down", "pending": 30},
  {"name": "c", "state": "up", "pending": "many"},
  {"name": 4, "state": "up"}
]}`;

for (
  const [option, expected] of [
    ["jobs[name=a].pending<5", null],
    ["jobs[name=b].pending<5", "jobs[name=***].pending: 1 value, not as asked"],
    ["jobs[state=up].name:c", null],
    ["jobs[tags[]=x].state:up", null],
    ["jobs[name=4].state:up", null],
    ['jobs[name="4"].state:up', "jobs[name=***].state: no value"],
    ["jobs[name=d].pending<5", "jobs[name=***].pending: no value"],
    ["jobs[].state!=red", null],
    ["jobs[].state!=down", "jobs[].state: 4 values, 1 not as asked"],
    ["jobs[].state:down", null],
    ["jobs[name=b].pending>=30", null],
    ["jobs[].pending<100", "jobs[].pending: 1 of 3 values are text, must be numbers"],
    ["jobs[].pending<10", "jobs[].pending: 3 values, 2 not as asked"],
    ["jobs[0].tags!=x", "jobs[0].tags: 1 value, not as asked"],
    ["jobs[0].pending==3", null],
    ["jobs[0].pending!=3", "jobs[0].pending: 1 value, not as asked"],
  ] as const
) {
  Deno.test(`JsonJudge.end() judges every value, or those selected, when asked ${option}`, () => {
    assertEquals(judge(bytesOf(JOBS), 1e9, option), expected);
  });
}

Deno.test("JsonJudge.end() returns the first reason when one of several expectations does not hold", () => {
  const options = ["jobs[0].pending<5", "jobs[1].pending<5", "jobs[9].pending<5"];
  const expectations = options.map(parseJsonExpectation).filter((one) => one !== undefined);
  const judge = new JsonJudge(expectations, "body");
  judge.read(bytesOf(JOBS));
  assertEquals(judge.end(), "jobs[1].pending: 1 value, not as asked");
});

for (
  const [option, document, expected, missing] of [
    ["message_stats.ack<5", "{}", null, ["message_stats.ack"]],
    ["message_stats.ack>5", "{}", "message_stats.ack: 1 value, not as asked", [
      "message_stats.ack",
    ]],
    ["jobs[].n<5", '{"jobs":[]}', null, ["jobs[].n"]],
    ["a<5", '{"a":null}', "a: 1 value, not as asked", []],
    ["a:0", "{}", "a: no value", []],
    ["a!=x", "{}", "a: no value", []],
    ["a<5", "no JSON", "body is not JSON", []],
  ] as const
) {
  Deno.test(`JsonJudge.end() counts no value as 0 when asked ${option} of ${document}`, () => {
    const expectation = parseJsonExpectation(option);
    if (expectation === undefined) throw new TypeError(`bad option ${option}`);
    const found: string[] = [];
    const judge = new JsonJudge([expectation], "body", (path) => found.push(path));
    judge.read(bytesOf(document));
    assertEquals([judge.end(), found], [expected, missing as unknown]);
  });
}

const MIB = 1024 * 1024;
for (
  const [what, document, reason] of [
    ["1 MiB", `"${"x".repeat(MIB - 2)}"`, ".: 1 value, not as asked"],
    ["a byte more", `"${"x".repeat(MIB - 1)}"`, "body is over 1 MiB"],
    ["65,536 arrays", `[${Array(65_535).fill("[]")}]`, ".: 1 value, not as asked"],
    ["one array more", `[${Array(65_536).fill("[]")}]`, "more than 65,536 arrays and objects"],
    ["one object more", `[${Array(65_536).fill("{}")}]`, "more than 65,536 arrays and objects"],
  ] as const
) {
  Deno.test(`JsonJudge.end() returns ${reason} when the body has ${what}`, () => {
    for (const most of [1e9, 65_536]) assertEquals(judge(bytesOf(document), most, ".:1"), reason);
  });
}
