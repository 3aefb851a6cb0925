// deno task simulate [--seed N] [--hours 24] [--lives 1]: lives the lives of pods on a virtual clock,
// one on each processor at a time. A life with a fault is printed with as few events as still show it.
import { parseArgs } from "@std/cli/parse-args";
import { shrink } from "./life.ts";
import { liveAll } from "./lives.ts";
import { live } from "./run.ts";

// deno-lint-ignore no-console
const print = (text: string): void => console.log(text);

const { seed = `${Math.floor(Math.random() * 2 ** 31)}`, hours = "24", lives = "1" } = parseArgs(
  Deno.args,
  { string: ["_", "seed", "hours", "lives"] },
);
const startMs = performance.now();
let wrong = 0;
const all = liveAll({ seed: Number(seed), hours: Number(hours), count: Number(lives) });
for await (const { life, found: { hash, faults } } of all) {
  print(`seed ${life.seed}: ${life.events.length} events, hash ${hash}, ${faults.length} faults`);
  if (faults.length === 0) continue;
  wrong++;
  const smallest = await shrink(life, async (smaller) => (await live(smaller)).faults.length > 0);
  for (const fault of (await live(smallest)).faults.slice(0, 10)) print(`  ${fault}`);
  print(JSON.stringify(smallest));
  break;
}
const seconds = (performance.now() - startMs) / 1000;
print(`${(Number(hours) * Number(lives) / seconds).toFixed(0)} hours a second`);
Deno.exit(wrong > 0 ? 1 : 0);
