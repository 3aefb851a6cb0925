import { assert, assertEquals } from "@std/assert";
import { torture } from "./run.ts";

const SEED = 20261121;

Deno.test(`main answers correctly when it is tortured for 4 s with seed ${SEED}`, async () => {
  const { answers, ready, wrong, status, stderr } = await torture({
    seconds: 4,
    seed: SEED,
    descriptors: 64,
    idle: 5,
    look: false,
  });
  assertEquals([wrong, status, stderr], [[], 0, ""]);
  assert(answers > 50 && ready > 0 && ready < answers, `${answers} answers, ${ready} ready`);
});
