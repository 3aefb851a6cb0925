import { assertEquals, assertLess } from "@std/assert";
import { runScript } from "../../../support/script.ts";
import { verdicts } from "../../../support/progress.ts";

const OPTIONS = "progress=done_total&busy=running&stall=100s&each=engine";
/** Longer than what a reason shows of a value. */
const LONG = "x".repeat(64);

/** A page of engines: how much each has done, and how many it runs. */
function page(engines: Readonly<Record<string, readonly [number | null, number?]>>): string {
  const series = Object.entries(engines).flatMap(([engine, [done, running]]) => [
    done === null ? "" : `done_total{engine="${engine}"} ${done}\n`,
    running === undefined ? "" : `running{engine="${engine}"} ${running}\n`,
  ]);
  return series.join("");
}

Deno.test("`each` judges values on their own when only what follows 64 characters differs", async () => {
  const pages = [1, 2, 3].map((done) => page({ [`${LONG}a`]: [done, 1], [`${LONG}b`]: [5, 1] }));
  assertEquals(
    (await verdicts(pages, OPTIONS)).at(-1),
    `no progress of done_total for 120 s while running is 1 (engine="${LONG}") (status 200)`,
  );
});

Deno.test("`each` judges values on their own when a reason shows them alike", async () => {
  const pages = [1, 2, 3].map((done) => page({ "a\tb": [done, 1], "a b": [5, 1] }));
  assertEquals(
    (await verdicts(pages, OPTIONS)).at(-1),
    'no progress of done_total for 120 s while running is 1 (engine="a b") (status 200)',
  );
});

Deno.test("`each` fails after `stall` when progress and busy have no value in common", async () => {
  const pages = [1, 2, 3].map((done) => page({ a: [done], b: [null, 4] }));
  const reason =
    "no progress of done_total for 120 s while running is 4 (no value of each has both) (status 200)";
  assertEquals(await verdicts(pages, OPTIONS), ["ok", "ok", reason]);
});

Deno.test("`each` succeeds when nothing is in common and nothing runs", async () => {
  const pages = Array.from({ length: 4 }, () => page({ a: [5], b: [null, 0] }));
  assertEquals(await verdicts(pages, OPTIONS), ["ok", "ok", "ok", "ok"]);
});

Deno.test("`each` succeeds when a page in between has a value with both", async () => {
  const apart = page({ a: [5], b: [null, 4] });
  const pages = [apart, page({ a: [5, 0], b: [null, 4] }), apart, apart];
  assertEquals(await verdicts(pages, OPTIONS), ["ok", "ok", "ok", "ok"]);
});

const SCRIPT = `
import { ProgressState } from "./src/probes/body/metrics/progress.ts";
const used = () => {
  gc();
  return Deno.memoryUsage().heapUsed;
};
const value = (i) => 'topic="' + "\\u4e00".repeat(64) + '", partition="' + i + '"';
const states = [];
const fill = (count) => {
  for (let i = 0; i < count; i++) {
    const state = new ProgressState(120, "done");
    for (let check = 0; check < 20; check++) {
      const done = (_, i) => [value(i + check), { progress: i + 0.5, busy: { name: "b", value: 1 } }];
      state.judge(check * 1000.5, new Map(Array.from({ length: 256 }, done)));
    }
    states.push(state);
  }
};
fill(20);
const before = used();
fill(50);
console.log((used() - before) / 50);
`;

Deno.test("ProgressState keeps at most 64 KiB between two checks when it knows 256 values", async () => {
  const bytes = await runScript(SCRIPT, { denoFlags: ["--v8-flags=--expose-gc"] });
  assertLess(Number(bytes), 64 * 1024);
});
