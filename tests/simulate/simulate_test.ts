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

Deno.test("src/ names no source of time or chance but those that the simulator replaces", async () => {
  const other =
    /\bTemporal\b|hrtime|setInterval|setImmediate|performance\.(?:mark|measure|getEntries)|Atomics\.wait|node:timers|node:perf_hooks|Deno\.cron/;
  const visit = async (folder: URL): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await visit(new URL(`${name}/`, folder));
      else assert(!other.test(await Deno.readTextFile(new URL(name, folder))), name);
    }
  };
  await visit(new URL("src/", ROOT));
});
