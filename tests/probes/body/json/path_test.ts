import { assertEquals } from "@std/assert";
import {
  isExpected,
  numbersOf,
  parseJsonExpectation,
  redactJsonExpectation,
} from "../../../../src/probes/body/json/path.ts";
import { Decimal, parseJson } from "../../../../src/probes/body/json/values.ts";

const ONE = new Decimal("1");
const HUGE = `1e${"9".repeat(1001)}`;

for (
  const [text, shownPath, path, values] of [
    ["status:ok", "status", ["status"], ["ok"]],
    [".status:ok", ".status", ["status"], ["ok"]],
    ["data[].id:granite-7b-lab", "data[].id", ["data", null, "id"], ["granite-7b-lab"]],
    [".data.[].id:a:b", ".data.[].id", ["data", null, "id"], ["a:b"]],
    ["[-1].x:1", "[-1].x", [-1, "x"], ["1", ONE]],
    ['."a:b"["c d"].e-f:x', '."a:b"["c d"].e-f', ["a:b", "c d", "e-f"], ["x"]],
    [".:true", ".", [], ["true", true]],
    ["a:null", "a", ["a"], ["null", null]],
    ["a:-1.5e3", "a", ["a"], ["-1.5e3", new Decimal("-1.5e3")]],
    ['a:"1"', "a", ["a"], ["1"]],
    ["a:01", "a", ["a"], ["01"]],
    ["a:1e21", "a", ["a"], ["1e21", new Decimal("1e21")]],
    [`a:${HUGE}`, "a", ["a"], [HUGE, new Decimal(HUGE)]],
    ["a: x", "a", ["a"], [" x"]],
  ] as const
) {
  Deno.test(`parseJsonExpectation() returns path and values when given ${text}`, () => {
    assertEquals(parseJsonExpectation(text), { path, shownPath, values });
  });
}

for (
  const text of [
    "",
    "a",
    "a:",
    ":a",
    "a b:c",
    "a[:1",
    "a[x]:1",
    "a[x=]:1",
    "a[=x]:1",
    "a[x=y:1",
    "a[x=y]",
    "a<x",
    "a==x",
    "a!=",
    "a!==b",
    "a!==1",
    "a[x==y]:1",
    "a=1",
    'a["x:1',
    'a:"x',
    ".a.:1",
    "[]",
    ".",
    "<1",
  ]
) {
  Deno.test(`parseJsonExpectation() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseJsonExpectation(text), undefined);
  });
}

/** Values of VALUE; a document's values that are as expected, and some that are not. */
const EXPECTED: readonly [value: string, like: readonly string[], unlike: readonly string[]][] = [
  ["ok", ['"ok"', '"\\u006fk"'], ['"OK"', '"ok "', "0", "null"]],
  ["3", ["3", "3.0", "30e-1", '"3"'], ['"3.0"', "3.0000000000000000000001", "-3", "true"]],
  ['"3"', ['"3"'], ["3"]],
  ["true", ["true", '"true"'], ["false", "1"]],
  ["null", ["null", '"null"'], ["false", "0", '""']],
  ["0", ["0", "-0", "0.0", "0e9"], ["1e-400", '"-0"']],
  ["-0", ["0", "-0", '"-0"'], ['"0"']],
  ["12345678901234567890", ["12345678901234567890", '"12345678901234567890"'], [
    "12345678901234567891",
    "12345678901234567000",
  ]],
  ['"12345678901234567890"', ['"12345678901234567890"'], ["12345678901234567890"]],
  ["9007199254740993", ["9007199254740993"], ["9007199254740992"]],
  ["1e400", ["1e400", "10E399", '"1e400"'], ["1e500", "-1e400", '"1e500"']],
  ["1e21", ["1e21", "1000000000000000000000"], ["1e22", '"1000000000000000000000"']],
  ["1000000000000000000000", ["1e21", "1000000000000000000000.000"], ["1e20"]],
  ["0.1", ["0.1", "0.10", "1e-1"], ["0.1000000000000000000001"]],
];
for (const [value, like, unlike] of EXPECTED) {
  Deno.test(`isExpected() compares types and values when VALUE is ${value}`, () => {
    const expectation = parseJsonExpectation(`a:${value}`);
    if (expectation === undefined) throw new TypeError("bad option");
    const judge = (source: string): boolean =>
      isExpected(parseJson(source, numbersOf(expectation)), expectation);
    assertEquals(like.filter((source) => !judge(source)), []);
    assertEquals(unlike.filter(judge), []);
  });
}

Deno.test("parseJsonExpectation() compares the whole document when the path is a dot", () => {
  assertEquals(parseJsonExpectation(".<1"), {
    path: [],
    shownPath: ".",
    operator: "<",
    number: ONE,
  });
});

for (
  const [text, shownPath, path, own] of [
    ["status!=red", "status", ["status"], { unwanted: ["red"] }],
    ["status!=a<5", "status", ["status"], { unwanted: ["a<5"] }],
    ["status:=a", "status", ["status"], { values: ["=a"] }],
    ['status!="=a"', "status", ["status"], { unwanted: ["=a"] }],
    ['a[b="=c"]:x', "a[b=***]", ["a", { path: ["b"], values: ["=c"] }], { values: ["x"] }],
    ['status!="5"', "status", ["status"], { unwanted: ["5"] }],
    ["a-b<=5", "a-b", ["a-b"], { operator: "<=", number: new Decimal("5") }],
    ["a!=5", "a", ["a"], { operator: "!=", number: new Decimal("5") }],
    [
      "jobs[name=a:b].n<1",
      "jobs[name=***].n",
      ["jobs", { path: ["name"], values: ["a:b"] }, "n"],
      { operator: "<", number: ONE },
    ],
    [
      'x["[k"][a="b"].y[c="d=e]"]<1',
      'x["[k"][a=***].y[c=***]',
      ["x", "[k", { path: ["a"], values: ["b"] }, "y", { path: ["c"], values: ["d=e]"] }],
      { operator: "<", number: ONE },
    ],
    ['[a="]="].b:x', "[a=***].b", [{ path: ["a"], values: ["]="] }, "b"], { values: ["x"] }],
    [
      "s[name=ORDERS].c[config.durable=1].pending<1",
      "s[name=***].c[config.durable=***].pending",
      [
        "s",
        { path: ["name"], values: ["ORDERS"] },
        "c",
        { path: ["config", "durable"], values: ["1", ONE] },
        "pending",
      ],
      { operator: "<", number: ONE },
    ],
    ["a[b[].c=d].e:x", "a[b[].c=***].e", ["a", { path: ["b", null, "c"], values: ["d"] }, "e"], {
      values: ["x"],
    }],
  ] as const
) {
  Deno.test(`parseJsonExpectation() reads the path from its left when given ${text}`, () => {
    assertEquals(parseJsonExpectation(text), { path, shownPath, ...own } as unknown);
  });
}

Deno.test("redactJsonExpectation() hides the value, and nothing when there is none", () => {
  assertEquals(redactJsonExpectation("status:secret"), "status:***");
  assertEquals(redactJsonExpectation("status:"), "status:");
  assertEquals(redactJsonExpectation("secret"), "***");
});
