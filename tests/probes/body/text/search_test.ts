import { assertEquals } from "@std/assert";
import { ByteSearch } from "../../../../src/probes/body/text/search.ts";
import { random } from "../../../support/random.ts";

Deno.test("ByteSearch finds what includes() finds when text comes in pieces of any size", () => {
  const next = random(20261121);
  const text = (length: number): string =>
    Array.from({ length }, () => "ab"[Math.floor(next() * 2)]).join("");
  const counts = { found: 0, missing: 0 };
  for (let round = 0; round < 5000; round++) {
    const needle = text(1 + Math.floor(next() * 7));
    const stream = text(Math.floor(next() * 40));
    const search = new ByteSearch(new TextEncoder().encode(needle));
    const bytes = new TextEncoder().encode(stream);
    for (let start = 0; start < bytes.length;) {
      const end = start + 1 + Math.floor(next() * 4);
      search.read(bytes.subarray(start, end));
      start = end;
    }
    assertEquals(search.found, stream.includes(needle), `${needle} in ${stream}`);
    counts[search.found ? "found" : "missing"]++;
  }
  assertEquals([counts.found > 1000, counts.missing > 1000], [true, true]);
});
