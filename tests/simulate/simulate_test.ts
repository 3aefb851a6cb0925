import { assert, assertEquals } from "@std/assert";
import { drawLife } from "./life.ts";
import { liveAll } from "./lives.ts";
import { live } from "./run.ts";
import { LIVES, SEEDS } from "./seeds.ts";

const ROOT = new URL("../../", import.meta.url);

for (const seed of SEEDS) {
  Deno.test(`the parts of watch are right and end when a pod lives 6 hours with seed ${seed}`, async () => {
    assertEquals((await live(drawLife(seed, 6))).faults, []);
  });
}

for (const [fault, life] of Object.entries(LIVES)) {
  Deno.test(`the parts of watch are right when once ${fault}`, async () => {
    assertEquals((await live(life)).faults, []);
  });
}

Deno.test("drawLife() draws the begin of the life of 24 hours when it draws 6 with the same seed", () => {
  const [short, long] = [drawLife(7, 6), drawLife(7, 24)];
  const events = long.events.filter(({ ms }) => ms < short.durationMs);
  assertEquals(short, { ...long, durationMs: short.durationMs, events });
});

Deno.test("live() gives the same hash when it is called twice, and another for another seed", async () => {
  const [first, again, other] = [
    await live(drawLife(3, 1)),
    await live(drawLife(3, 1)),
    await live(drawLife(4, 1)),
  ];
  assertEquals(first, again);
  assert(first.hash !== other.hash);
});

Deno.test("liveAll() gives what live() gives, in the order of the seeds, when it lives three lives", async () => {
  const all = await Array.fromAsync(liveAll({ seed: 5, hours: 1, count: 3 }));
  assertEquals(all.map(({ life }) => life.seed), [5, 6, 7]);
  for (const { life, found } of all) assertEquals(found, await live(life));
});

/** What tells the time, waits, or gives a number of chance, and is not replaced. */
const OTHER = new RegExp(
  [
    /\bTemporal\b|\bDateTimeFormat\b|\btoLocale|\btimeStamp\b|(?<!new )\bDate\(\)/,
    /\bperformance(?!\.now\(|\.md)|\bhrtime\b|\bosUptime\b|\bprocess\.uptime\b/,
    /\bset(?:Interval|Immediate)\b|\bAtomics\.wait|\bDeno\.cron\b|\bscheduler\./,
    /\bnode:(?:timers|perf_hooks|process)|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/,
    // In SQL.
    /\bCURRENT_|\bunixepoch\b|\bjulianday\b|\bstrftime\b|'now'/,
    // A constant of a module takes what it names before anything is replaced.
    /^(?:export )?(?:const|let) .*(?:performance|Date\.now|new Date\(\)|Math\.random|Timeout\b)/,
  ].map(({ source }) => source).join("|"),
  "m",
);
/** Lines that the simulator does not run. */
const NOT_RUN = ["startTime: performance.timeOrigin,", "${NAME}-${crypto.randomUUID()}`;"];

Deno.test("src/ names no source of time or chance but those that the simulator replaces", async () => {
  const visit = async (folder: URL): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await visit(new URL(`${name}/`, folder));
      else {
        const lines = (await Deno.readTextFile(new URL(name, folder))).split("\n");
        const run = lines.filter((line) => !NOT_RUN.some((end) => line.endsWith(end)));
        assertEquals(OTHER.exec(run.join("\n"))?.[0], undefined, name);
      }
    }
  };
  await visit(new URL("src/", ROOT));
});

for (
  const line of [
    "const { now } = performance;",
    "const monotonicMs = performance.now.bind(performance);",
    "const STARTED = new Date();",
    "export const random = Math.random;",
    "  const text = Date();",
    '  const id = crypto["randomUUID"]();',
    "  db.exec(`SELECT unixepoch()`);",
    '  const { uptime } = await import("node:process");',
    "  await scheduler.wait(5);",
  ]
) {
  Deno.test(`a source of time or chance is found when a line of src/ is ${line.trim()}`, () => {
    assert(OTHER.test(line));
  });
}
