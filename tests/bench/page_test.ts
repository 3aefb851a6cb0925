import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { missedOf } from "../../bench/page/budgets.ts";
import { behindOf } from "../../bench/page/peers.ts";
import { COMPILE_FLAGS } from "../../bench/support/compiled_flags.ts";
import { WHY, WHY_BEHIND } from "../../bench/page/missed.ts";
import { table } from "../../bench/page/markdown.ts";
import { PAGE, pageWith, README, readResults, withCosts } from "../../bench/page/sections.ts";
import type { BenchResults, PeersResults } from "../../bench/support/results.ts";

const RUN = {
  command: "deno task bench",
  machine: {
    processor: "CPU",
    processors: 2,
    memoryGiB: 4,
    kernel: "Linux 6",
    os: "Debian, x86_64",
  },
  runtime: { deno: "2.9.6", v8: "15.0" },
  upstream: "up PORT",
};
const SPREAD = { min: 1, median: 2, max: 3 };
const MEASUREMENT = { what: "/all", unit: "ms", command: "healthcheck 0 5 A", ...SPREAD };
const BENCH: BenchResults = {
  ...RUN,
  kind: "bench",
  subject: { name: "bundle", command: "deno run dist/main.js", version: "0.1.0", deno: "2.9.6" },
  measurements: [
    { ...MEASUREMENT, budget: 2 },
    { ...MEASUREMENT, what: "/self", budget: 1.9 },
    { ...MEASUREMENT, what: "idle", unit: "MiB", budget: null },
  ],
};
const PEERS: PeersResults = {
  ...RUN,
  kind: "peers",
  rounds: 5,
  seconds: 3,
  programs: [
    { name: "bundle", ours: true, command: "deno run", version: "0.1.0" },
    { name: "go", ours: false, command: "peer {port} {urls}", version: null },
    { name: "floor", ours: false, command: "deno run floor.ts", version: null },
  ],
  scenarios: [{
    name: "down",
    rows: [
      { program: "bundle", perSecond: SPREAD, processorUs: SPREAD, p99Ms: SPREAD, wrong: 0 },
      { program: "go", perSecond: SPREAD, processorUs: SPREAD, p99Ms: SPREAD, wrong: 7 },
      {
        program: "floor",
        perSecond: { min: 0, median: 0, max: 0 },
        processorUs: null,
        p99Ms: SPREAD,
        wrong: 9,
      },
    ],
    ratios: [
      { ours: "bundle", other: "go", ratio: SPREAD, goal: 2.1 },
      { ours: "bundle", other: "floor", ratio: null, goal: 0.85 },
    ],
  }],
};
const MARKERS = ["budgets", "peers"].map((name) =>
  `<!-- begin: ${name} -->\n<!-- end: ${name} -->`
);
const EMPTY_PAGE = `# Title\n\n${MARKERS.join("\n\nText.\n\n")}\n`;

/** Returns the lines without the padding of tables. */
function linesOf(page: string): string[] {
  return page.split("\n").map((line) => line.replaceAll(/ {2,}/g, " "));
}

Deno.test("docs/performance.md has the results of bench/results/ when deno task page has written it", async () => {
  const page = await Deno.readTextFile(PAGE);
  const results = await readResults();
  assertEquals([...new Set(results.map(({ kind }) => kind))].toSorted(), ["bench", "peers"]);
  assertEquals(page, pageWith(page, results), "run deno task page");
  for (const url of [PAGE, README]) {
    const text = await Deno.readTextFile(url);
    assertEquals(text, withCosts(text, results), "run deno task page");
  }
});

Deno.test("bench/results/ names the machine by no name, and no folder, when it is read", async () => {
  const results = await readResults();
  const known = Object.keys(RUN.machine).toSorted();
  for (const { machine } of results) assertEquals(Object.keys(machine).toSorted(), known);
  const text = JSON.stringify(results);
  assertEquals(text.match(/(?<=[\s"'=])\/(?:bin|home|opt|root|tmp|usr|var|work)\b/g), null);
});

Deno.test("pageWith() marks a measurement when it misses its budget", () => {
  const lines = linesOf(pageWith(EMPTY_PAGE, [BENCH]));
  assert(lines.includes("| /all, ms | 2 | 2 (1 to 3) |"));
  assert(lines.includes("| /self, ms | 1.9 | 2 (1 to 3) **missed** |"));
  assert(lines.includes("| idle, MiB | 2 (1 to 3) |"));
  assert(lines.some((line) => line.startsWith("**bundle, Deno 2.9.6** misses 1 of 2 budgets.")));
});

Deno.test("pageWith() names machine, versions and commands when it writes a run of the bench", () => {
  const page = pageWith(EMPTY_PAGE, [BENCH]);
  assertStringIncludes(page, "2 processors (CPU), 4 GiB of memory, Linux 6, Debian, x86_64;");
  assertStringIncludes(page, "measured with Deno 2.9.6, V8 15.0.");
  assertStringIncludes(page, "```sh\ndeno task bench\n```");
  assertStringIncludes(
    page,
    "The command of each measurement is in [the results](../bench/results)",
  );
});

Deno.test("pageWith() has a column for each subject when one lacks a measurement", () => {
  const [first = BENCH.measurements[0]] = BENCH.measurements;
  assert(first !== undefined);
  const subject = { ...BENCH.subject, name: "binary", deno: "2.5.7" };
  const binary = { ...BENCH, subject, measurements: [{ ...first, median: 1 }] };
  const lines = linesOf(pageWith(EMPTY_PAGE, [binary, BENCH]));
  assert(lines.includes("| what | budget | binary, Deno 2.5.7 | bundle, Deno 2.9.6 |"));
  assert(lines.includes("| /all, ms | 2 | 1 (1 to 3) | 2 (1 to 3) |"));
  assert(lines.includes("| /self, ms | 1.9 | - | 2 (1 to 3) **missed** |"));
});

Deno.test("WHY has a sentence when a budget is missed in bench/results/", async () => {
  const runs = (await readResults()).filter((run) => run.kind === "bench");
  assertEquals(Object.keys(WHY).toSorted(), missedOf(runs).toSorted());
});

Deno.test("WHY_BEHIND has a sentence when a goal of the comparison is missed in bench/results/", async () => {
  const runs = (await readResults()).filter((run) => run.kind === "peers");
  assertEquals(Object.keys(WHY_BEHIND).toSorted(), runs.flatMap(behindOf).toSorted());
});

Deno.test("docs/performance.md compiles the empty program as the task compile does when it says how", async () => {
  const command = `deno compile ${COMPILE_FLAGS.join(" ")} --output empty bench/programs/empty.ts`;
  assertStringIncludes(await Deno.readTextFile(PAGE), command);
});

Deno.test("pageWith() marks wrong answers and goals that are missed when it writes a comparison", () => {
  const page = pageWith(EMPTY_PAGE, [PEERS]);
  const lines = linesOf(page);
  assert(
    lines.includes("| down | 2 (1 to 3); 2; 2 | 2 (1 to 3); 2; 2 **7 wrong** | 0; 2 **9 wrong** |"),
  );
  assert(lines.includes("| down | 2 (1 to 3), goal 2.1 **behind** | the other is wrong | - |"));
  assert(lines.includes("| go | - | `peer {port} {urls}` |"));
  assertStringIncludes(page, "behind its goal in 1 of 2 comparisons");
});

Deno.test("pageWith() replaces the text between the markers alone when it runs again", () => {
  const once = pageWith(EMPTY_PAGE, [BENCH, PEERS]);
  assertEquals(pageWith(once, [BENCH, PEERS]), once);
  assertStringIncludes(once, "<!-- end: budgets -->\n\nText.\n\n<!-- begin: peers -->");
  assertThrows(() => pageWith("# Title\n", [BENCH]), Error, "it must have <!-- begin: budgets -->");
});

Deno.test("table() aligns columns and escapes pipes when it writes cells", () => {
  assertEquals(
    table(["a", "long"], [["x|y", "1"]]),
    "| a    | long |\n| ---- | ---- |\n| x\\|y | 1    |",
  );
});
