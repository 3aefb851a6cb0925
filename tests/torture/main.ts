// deno task torture [--seconds 180] [--seed N]: two runs, one with many file descriptors, one with
// few.
import { parseArgs } from "@std/cli/parse-args";
import { torture } from "./run.ts";

/** The descriptors that may stay open: clients keep connections alive. */
const MAX_DESCRIPTOR_GROWTH = 20;
/** The resident memory that may be added after the first fifth of the time, in MiB. */
const MAX_MEMORY_GROWTH = 16;

const { seconds, seed } = parseArgs(Deno.args, { string: ["_", "seconds", "seed"] });
const start = Number(seed ?? Math.floor(Math.random() * 2 ** 31));
let failed = false;
for (const [descriptors, idle] of [[4096, 1000], [64, 5]] as const) {
  // deno-lint-ignore no-console
  console.log(`seed ${start}, ${descriptors} descriptors, ${idle} idle connections`);
  const half = Number(seconds ?? 180) / 2;
  const findings = await torture({ seconds: half, seed: start, descriptors, idle, look: true });
  // deno-lint-ignore no-console
  console.log(findings);
  const [before, early, after] = findings.usage;
  const grown = (after?.[0] ?? 0) > (before?.[0] ?? 0) + MAX_DESCRIPTOR_GROWTH ||
    (after?.[1] ?? 0) > (early?.[1] ?? 0) + MAX_MEMORY_GROWTH;
  failed ||= findings.wrong.length > 0 || findings.status !== 0 || findings.stderr !== "" || grown;
}
Deno.exit(failed ? 1 : 0);
