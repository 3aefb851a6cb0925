import { assert, assertEquals } from "@std/assert";
import { tortureWatch } from "./run.ts";

const SEED = 20262626;

Deno.test(`watch tells and records what happened when it is tortured for 5 s with seed ${SEED}`, async () => {
  const findings = await tortureWatch({
    seconds: 5,
    seed: SEED,
    after: 1,
    scaleMs: 6000,
    mounts: false,
  });
  const { answers, outages, messages, alerts, tunnels, wrong, status, stderr } = findings;
  assertEquals([wrong, status, stderr], [[], 0, ""]);
  const heard = `${answers} answers, ${outages} outages, ${tunnels} tunnels`;
  const isHeard = messages.taken > 0 && alerts.taken > 0 && tunnels > 0;
  assert(answers > 0 && outages > 0 && isHeard, heard);
});
