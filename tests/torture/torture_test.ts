import { assert, assertEquals } from "@std/assert";
import { DISTURBANCES } from "./disturbances.ts";
import { torture } from "./run.ts";

const SEED = 20261121;

Deno.test(`main answers correctly when it is tortured for 2 s with seed ${SEED}`, async () => {
  const { answers, ready, disturbances, wrong, status, stderr } = await torture({
    seconds: 2,
    seed: SEED,
    maxPause: 1000,
    descriptors: 160,
    idle: 5,
    flood: 250,
    look: false,
  });
  assertEquals([wrong, status, stderr], [[], 0, ""]);
  assert(answers > 50 && ready > 0 && ready < answers, `${answers} answers, ${ready} ready`);
  assertEquals(Object.keys(disturbances).sort(), Object.keys(DISTURBANCES).sort());
});
