// Run by ../main.ts, in namespaces of its own if they are permitted: prints what tortureWatch() finds as
// JSON.
import { tortureWatch } from "./run.ts";

const [seconds, seed, scaleMs, mounts] = Deno.args;
const findings = await tortureWatch({
  seconds: Number(seconds),
  seed: Number(seed),
  after: 2,
  scaleMs: Number(scaleMs),
  mounts: mounts === "mounts",
});
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(findings)));
