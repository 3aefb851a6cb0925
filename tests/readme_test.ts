import { assertEquals } from "@std/assert";
import { FAILURES } from "../src/check/failure.ts";
import { KINDS } from "../src/endpoint/kinds.ts";
import { kindsByOption } from "./support/kinds.ts";

const README = Deno.readTextFileSync(new URL("../README.md", import.meta.url));

/** Returns the cells of the table whose header starts with this cell, row by row. */
function rowsOf(head: string): string[][] {
  const lines = README.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(line.split("|").slice(1, -1).map((cell) => cell.trim()));
  }
  return rows;
}

Deno.test("README.md lists every option and its kinds when it is compared with the code", async () => {
  const declared = await kindsByOption();
  const written = rowsOf("option").map(([name = "", kinds = ""]) => [
    name.replaceAll("`", ""),
    kinds === "all" ? [...KINDS.keys()].map((scheme) => scheme.slice(0, -1)) : kinds.split(", "),
  ]);
  assertEquals(written, [...declared]);
});

Deno.test("README.md lists every kind when it is compared with the code", () => {
  const schemes = [...KINDS.keys()].map((scheme) => scheme.slice(0, -1));
  const written = rowsOf("kind").map(([name = ""]) => name).filter((name) => name !== "its answer");
  assertEquals(written, schemes);
});

Deno.test("README.md lists every code of a failure when it is compared with the code", () => {
  assertEquals(rowsOf("code").map(([code = ""]) => code.replaceAll("`", "")), [...FAILURES]);
});
