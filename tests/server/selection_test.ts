import { assertEquals } from "@std/assert";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { select } from "../../src/server/selection.ts";

Deno.test("select() calls a group a part when it has every endpoint", async () => {
  const endpoints = await parseEndpoints(["http://a/#group=g", "http://b/#group=g"], 5);
  const partOf = (query: string): number | undefined => {
    const selection = select(`http://x/all${query}`, endpoints);
    return "view" in selection ? selection.view.part?.count : NaN;
  };
  assertEquals([partOf("?group=g"), partOf("")], [2, undefined]);
});

for (const [length, isCut] of [[4096, false], [4097, true]] as const) {
  Deno.test(`select() ${isCut ? "cuts" : "lists"} what may be excluded when it has ${length} characters`, async () => {
    const name = "x".repeat(length);
    const endpoints = await parseEndpoints([`http://a/#name=${name}`], 5);
    const selection = select("http://x/all?exclude=b", endpoints);
    const shown = isCut ? `${name.slice(0, 4096)}...` : name;
    assertEquals(
      "message" in selection && selection.message,
      `Bad request: exclude must be ${shown}`,
    );
  });
}
