import { assertEquals } from "@std/assert";
import { REPORT_FORMATS } from "../../src/formats/report_formats.ts";
import {
  formatError,
  formatIn,
  parseRefresh,
  queryError,
  queryOf,
  takeRefresh,
} from "../../src/server/query.ts";

const FORMAT = "Bad request: format must be ";
const REFRESH = "Bad request: cannot use refresh: it must be whole seconds from 1 to 3600";

for (
  const [query, expected] of [
    ["", undefined],
    ["refresh=1", undefined],
    ["refresh=3600&format=text", undefined],
    ["refresh=0", REFRESH],
    ["refresh=3601", REFRESH],
    ["refresh=1.5", REFRESH],
    ["refresh=00005", REFRESH],
    ["refresh=", REFRESH],
    ["format=texts", `${FORMAT}text`],
    ["refresh=5&refresh=5", "Bad request: cannot use refresh: it must be given once"],
    ["format=text&format=text", "Bad request: cannot use format: it must be given once"],
    ["exclude=a&exclude=b", undefined],
    ["exlude=a", "Bad request: unknown parameter exlude; did you mean exclude?"],
    [
      "zzzzzz=a",
      "Bad request: unknown parameter zzzzzz; it must be exclude or refresh or format",
    ],
    ["=a", "Bad request: unknown parameter without a name; "],
    [`${"x".repeat(100)}=`, `Bad request: unknown parameter ${"x".repeat(100)}; `],
    [`${"x".repeat(101)}=`, `Bad request: unknown parameter ${"x".repeat(100)}...; `],
    ["a%20%0a=1", "Bad request: unknown parameter a%20%0A; "],
  ] as const
) {
  Deno.test(`queryError() returns ${expected} when the query is ${query}`, () => {
    const error = queryError(new URLSearchParams(query), ["exclude", "refresh"], REPORT_FORMATS);
    assertEquals(error?.slice(0, expected?.length), expected);
  });
}

Deno.test("formatIn() takes a space for a plus when people write one", () => {
  const searchParams = queryOf("http://a/all?format=health+json#format=x");
  assertEquals(formatIn(searchParams), "health+json");
  assertEquals(formatError(searchParams, REPORT_FORMATS), undefined);
});

Deno.test("queryOf() is empty when the question mark is in the fragment or absent", () => {
  assertEquals(["http://a/all", "http://a/all#?b=c"].map((url) => queryOf(url).size), [0, 0]);
});

Deno.test("takeRefresh() leaves the other parameters, and takes a wrong refresh for none", () => {
  const taken = ["refresh=5&a=b", "a=b&refresh=x"].map((query) =>
    takeRefresh(new URLSearchParams(query))
  );
  assertEquals(taken, [{ refresh: 5, query: "a=b" }, { refresh: null, query: "a=b" }]);
  assertEquals(parseRefresh(new URLSearchParams("")), null);
});
