// deno task simulate [--seed N] [--hours 24] [--lives 1]: lives the lives of pods on a virtual clock,
// one on each processor at a time. A life with a fault is printed with as few events as still show it.
import { readArguments, SEED } from "../support/command/arguments.ts";
import { liveAll } from "./lives.ts";
import { live } from "./run.ts";
import { FEW, shrink } from "./shrink.ts";

// deno-lint-ignore no-console
const print = (text: string): void => console.log(text);

const { numbers: { seed, hours, lives } } = readArguments(
  { does: "simulate", line: "deno task simulate [--seed N] [--hours 24] [--lives 1]" },
  { seed: SEED, hours: { default: 24 }, lives: { default: 1, from: 1 } },
);
const startMs = performance.now();
let lived = 0;
let wrong: number | undefined;
for await (const { life, found: { hash, faults } } of liveAll({ seed, hours, count: lives })) {
  lived++;
  print(`seed ${life.seed}: ${life.events.length} events, hash ${hash}, ${faults.length} faults`);
  if (faults.length === 0) continue;
  wrong = life.seed;
  const smallest = await shrink(life, async (smaller) => (await live(smaller)).faults.length > 0);
  for (const fault of (await live(smallest)).faults.slice(0, 10)) print(`  ${fault}`);
  const { length } = smallest.events;
  if (length > FEW) print(`  ${length} events are left, and none of them can be dropped`);
  print(JSON.stringify(smallest));
  break;
}
const seconds = (performance.now() - startMs) / 1000;
print(`${(hours * lived / seconds).toFixed(0)} hours a second`);
if (wrong !== undefined) print(`again: deno task simulate --seed ${wrong} --hours ${hours}`);
Deno.exit(wrong === undefined ? 0 : 1);
