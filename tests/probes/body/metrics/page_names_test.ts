import { assert, assertEquals } from "@std/assert";
import { MetricsPage } from "../../../../src/probes/body/metrics/page.ts";
import { random } from "../../../support/random.ts";

/** Returns the name that the reason suggests when a page has these names. */
function nearestOf(missing: string, names: readonly string[]): string | undefined {
  const page = new MetricsPage([{ selector: { name: missing, labels: [] }, option: "metric" }], {
    each: [],
    ifMissing: false,
  });
  page.read(new TextEncoder().encode(names.map((name) => `${name} 1\n`).join("")));
  const reading = page.end();
  assert(!reading.ok);
  const [reason, nearest] = reading.reason.split("; did you mean ");
  assertEquals(reason, `metric ${missing} is missing`);
  return nearest?.replace(/\?$/, "");
}

for (
  const [missing, names, expected] of [
    ["queue_depth", ["queue_dept", "queue_depht"], "queue_dept"],
    ["queue_depth", ["queue_deep", "queue_dpth", "queue_depths"], "queue_dpth"],
    [
      "queue_depth",
      ["queue_depth_bucket", "queue_depth_sum", "queue_depth_count"],
      "queue_depth_count",
    ],
    ["jobs", ["jibs_total", "jobs_total"], "jobs_total"],
    ["jobs_done", ["jobs_dome", "jobs_done_total"], "jobs_dome"],
    ["queue_depth", ["worker_count", "go_goroutines"], undefined],
    ["up", ["it", "go"], undefined],
    ["up", ["ups"], "ups"],
    ["a", ["b"], "b"],
  ] as const
) {
  Deno.test(`MetricsPage.end() suggests ${expected} when ${missing} is missing and the page has ${names}`, () => {
    assertEquals(nearestOf(missing, names), expected);
  });
}

/** The whole matrix of the Levenshtein distance. */
function distanceOf(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (line: number, column: number): number => rows[line]?.[column] ?? NaN;
  for (let line = 1; line <= a.length; line++) {
    rows[line] = [line];
    for (let column = 1; column <= b.length; column++) {
      const replaced = cell(line - 1, column - 1) + (a[line - 1] === b[column - 1] ? 0 : 1);
      rows[line]?.push(Math.min(cell(line - 1, column) + 1, cell(line, column - 1) + 1, replaced));
    }
  }
  return cell(a.length, b.length);
}

Deno.test("MetricsPage.end() suggests the name with the smallest distance when names are random", () => {
  const next = random(9);
  const word = (length: number): string =>
    Array.from({ length }, () => "abc"[Math.floor(next() * 3)]).join("");
  const mistyped = (text: string): string => {
    const at = Math.floor(next() * text.length);
    return text.slice(0, at) + word(Math.floor(next() * 3)) + text.slice(at + 1);
  };
  let found = 0;
  for (let round = 0; round < 5000; round++) {
    const missing = word(1 + Math.floor(next() * 24));
    const names = Array.from({ length: 6 }, () => {
      let name = missing;
      for (let count = 2 + next() * 8; count > 0; count--) name = mistyped(name);
      return name || "c";
    });
    const limit = Math.max(1, Math.min(6, Math.floor(missing.length / 3)));
    const least = Math.min(...names.map((name) => distanceOf(missing, name)));
    if (least === 0) continue;
    const nearest = names.find((name) => distanceOf(missing, name) === least);
    const expected = least <= limit ? nearest : undefined;
    assertEquals(nearestOf(missing, names), expected, `${missing}: ${names}`);
    if (expected !== undefined) found++;
  }
  assert(found > 1000 && found < 4500, `${found}`);
});

Deno.test("MetricsPage.end() compares no further names when a page has more than 4096", () => {
  const names = Array.from(
    { length: 5000 },
    (_, index) => `queue_${String(index).padStart(5, "0")}`,
  );
  assertEquals(nearestOf("queue_depth", [...names.slice(0, 4095), "queue_dpeth"]), "queue_dpeth");
  assertEquals(nearestOf("queue_depth", [...names, "queue_dpeth"]), undefined);
  const samples = Array.from({ length: 5000 }, () => "queue_00000");
  assertEquals(nearestOf("queue_depth", [...samples, "queue_dpeth"]), "queue_dpeth");
});

Deno.test("MetricsPage.end() suggests none of the names behind the first 4,096 when there are more", () => {
  const others = Array.from({ length: 4096 }, (_, index) => `unlike_the_rest_${index}`);
  assertEquals(nearestOf("queue_depth", [...others.slice(1), "queue_dept"]), "queue_dept");
  assertEquals(nearestOf("queue_depth", [...others, "queue_dept"]), undefined);
});
