import { assert, assertEquals } from "@std/assert";
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

const ENDPOINTS = ["http://a/#name=a&group=g", "http://b/#name=b.c", "http://c/#name=c&group=g"];

for (
  const [path, names, part] of [
    ["/all", ["a", "b.c", "c"], undefined],
    ["/all?refresh=5", ["a", "b.c", "c"], undefined],
    ["/all/a", ["a"], { count: 1, of: 3, name: "a", groups: [], without: [] }],
    ["/all/b%2Ec", ["b.c"], { count: 1, of: 3, name: "b.c", groups: [], without: [] }],
    ["/all?group=g", ["a", "c"], { count: 2, of: 3, name: undefined, groups: ["g"], without: [] }],
    ["/all?group=g&exclude=a&exclude=b.c", ["c"], {
      ...{ count: 1, of: 3, name: undefined, groups: ["g"], without: ["a"] },
    }],
    ["/all?exclude=b.c", ["a", "c"], {
      ...{ count: 2, of: 3, name: undefined, groups: [], without: ["b.c"] },
    }],
  ] as const
) {
  Deno.test(`select() selects ${names} when the request is for ${path}`, async () => {
    const selection = select(`http://x${path}`, await parseEndpoints(ENDPOINTS, 5));
    assert("view" in selection);
    assertEquals(selection.endpoints.map(({ name }) => name), [...names]);
    assertEquals<unknown>(selection.view.part, part);
    assertEquals(selection.view.refresh, path.includes("refresh") ? 5 : null);
  });
}

for (
  const [path, status, message] of [
    ["/all/x", 404, "Not found: the name must be a or b.c or c"],
    ["/all?group=x", 400, "Bad request: group must be g"],
    ["/all?exclude=x", 400, "Bad request: exclude must be a or b.c or c"],
    ["/all/a?exclude=a", 400, "Bad request: exclude must leave an endpoint to check"],
    ["/all/b%2Ec?group=g", 400, "Bad request: group must leave an endpoint to check"],
    [
      "/all?group=g&exclude=a&exclude=c",
      400,
      "Bad request: group and exclude must leave an endpoint to check",
    ],
    ["/all?exlude=a", 400, "Bad request: unknown parameter exlude; did you mean exclude?"],
  ] as const
) {
  Deno.test(`select() refuses with ${status} when the request is for ${path}`, async () => {
    const selection = select(`http://x${path}`, await parseEndpoints(ENDPOINTS, 5));
    assertEquals<unknown>(selection, { status, message });
  });
}

Deno.test("select() says that no endpoint has a group when none has", async () => {
  const selection = select("http://x/all?group=g", await parseEndpoints(["http://a/"], 5));
  assertEquals("message" in selection && selection.message, "Bad request: no endpoint has a group");
});
