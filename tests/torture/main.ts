// deno task torture [--seconds 180] [--seed N]: a run with many file descriptors, one with few, a
// short one with little memory, one with a name server that lies, and one of watch.
import { grownInTorture } from "../soak/growth.ts";
import { readArguments, SEED } from "../support/command/arguments.ts";
import type { NameFindings } from "./names/names.ts";
import { runInNamespace } from "./names/namespace.ts";
import { torture } from "./run.ts";
import type { WatchFindings } from "./watch/run.ts";

/** After an hour, a time by a clock that is an hour back could be either of two, in seconds. */
const MAX_WATCH = 3000;
/** The mean time that an endpoint of `watch` is up or down, in milliseconds; shorter in a short run. */
const MAX_SCALE = 20_000;

/** With 16 MiB of objects V8 ends the process. The control group is little above peaks of 47 to 57 MiB. */
const LITTLE_MEMORY = { group: 64, heap: 24 };
const RUNS = [
  { share: 0.25, descriptors: 4096, idle: 1000, flood: 0 },
  { share: 0.25, descriptors: 160, idle: 5, flood: 250 },
  { share: 0.1, descriptors: 4096, idle: 1000, flood: 0, memory: LITTLE_MEMORY },
];

// deno-lint-ignore no-console
const print = (value: unknown): void => console.log(value);

const { numbers: { seconds, seed } } = readArguments(
  { does: "torture", line: "deno task torture [--seconds 180] [--seed N]" },
  { seconds: { default: 180 }, seed: SEED },
);
let failed = false;
for (const { share, ...limits } of RUNS) {
  print({ seed, ...limits });
  const options = { seconds: seconds * share, seed, checkers: 40, ...limits, look: true };
  const findings = await torture(options);
  print(findings);
  // With little memory, the limits say how much it may take.
  const grown = limits.memory === undefined ? grownInTorture(seconds, findings.usage) : [];
  for (const line of grown) print(line);
  failed ||= findings.wrong.length > 0 || findings.status !== 0 || findings.stderr !== "" ||
    grown.length > 0;
}

print(`seed ${seed}, a name server that lies`);
const script = new URL("./names/main.ts", import.meta.url).pathname;
const found = await runInNamespace([
  ...[Deno.execPath(), "run", "--allow-all", script, String(seconds * 0.15), String(seed)],
]);
if (found === undefined) print("skipped: namespaces (unshare -rmn) are not permitted here");
else {
  const findings = parse<NameFindings>(found);
  failed ||= findings === undefined || findings.wrong.length > 0 || findings.status !== 0 ||
    findings.stderr !== "";
}

const scaleMs = Math.min(MAX_SCALE, seconds * 1000 / 20);
const watch = [
  ...[Deno.execPath(), "run", "--allow-all", new URL("./watch/main.ts", import.meta.url).pathname],
  ...[String(Math.min(MAX_WATCH, seconds * 0.25)), String(seed), String(scaleMs)],
];
print(`seed ${seed}, watch`);
let told = await runInNamespace([...watch, "mounts"]);
if (told === undefined) {
  print(
    "without a disk that is full or read-only: namespaces (unshare -rmn) are not permitted here",
  );
  const [command = "", ...args] = watch;
  const { stdout } = await new Deno.Command(command, { args, stderr: "inherit" }).output();
  told = new TextDecoder().decode(stdout);
}
const watchFindings = parse<WatchFindings>(told);
failed ||= watchFindings === undefined || watchFindings.wrong.length > 0 ||
  watchFindings.stderr !== "";
if (failed) print(`again: deno task torture --seconds ${seconds} --seed ${seed}`);
Deno.exit(failed ? 1 : 0);

/** Prints what a process found. Returns `undefined` if it ended before it could say so. */
function parse<T>(text: string): T | undefined {
  try {
    const findings = JSON.parse(text) as T;
    print(findings);
    return findings;
  } catch {
    print(`ended without findings: ${text}`);
    return undefined;
  }
}
