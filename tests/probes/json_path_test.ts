import { assertEquals } from "@std/assert";
import { holds, parseJsonExpectation } from "../../src/probes/json_path.ts";

for (
  const [text, path, values] of [
    ["status:ok", ["status"], ["ok"]],
    [".status:ok", ["status"], ["ok"]],
    ["data[].id:granite-7b-lab", ["data", null, "id"], ["granite-7b-lab"]],
    [".data.[].id:a:b", ["data", null, "id"], ["a:b"]],
    ["[-1].x:1", [-1, "x"], ["1", 1]],
    ['."a:b"["c d"].e-f:x', ["a:b", "c d", "e-f"], ["x"]],
    [".:true", [], ["true", true]],
    ["a:null", ["a"], ["null", null]],
    ["a:-1.5e3", ["a"], ["-1.5e3", -1500]],
    ['a:"1"', ["a"], ["1"]],
    ["a:01", ["a"], ["01"]],
    ["a:12345678901234567890", ["a"], ["12345678901234567890"]],
    ["a: x", ["a"], [" x"]],
  ] as const
) {
  Deno.test(`parseJsonExpectation() returns path and values when given ${text}`, () => {
    assertEquals(parseJsonExpectation(text), { path, values });
  });
}

for (
  const text of ["", "a", "a:", ":a", "a b:c", "a[:1", "a[x]:1", 'a["x:1', 'a:"x', ".a.:1", "[]"]
) {
  Deno.test(`parseJsonExpectation() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseJsonExpectation(text), undefined);
  });
}

const DOCUMENT = {
  data: [{ id: "llama" }, { id: "granite" }, "x", null],
  count: 3,
  big: "12345678901234567890",
  text: "3",
  nothing: null,
  byName: { a: { up: true }, b: { up: false } },
};
for (
  const [text, expected] of [
    ["data[].id:granite", true],
    ["data[].id:gran", false],
    ["data[1].id:granite", true],
    ["data[0].id:granite", false],
    ["data[-3].id:granite", true],
    ["data[9].id:granite", false],
    ["data[-9].id:granite", false],
    ["data.id:granite", false],
    ["count:3", true],
    ['count:"3"', false],
    ["text:3", true],
    ["nothing:null", true],
    ["missing:null", false],
    ["byName[].up:true", true],
    ["byName.b.up:true", false],
    ["data.length:4", false],
    ["constructor.name:Object", false],
    ["count:3.0", true],
    ["big:12345678901234567890", true],
    ["big:12345678901234567891", false],
  ] as const
) {
  Deno.test(`holds() returns ${expected} when the expectation is ${text}`, () => {
    const expectation = parseJsonExpectation(text);
    assertEquals(expectation !== undefined && holds(DOCUMENT, expectation), expected);
  });
}
