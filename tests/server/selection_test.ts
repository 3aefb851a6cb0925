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
