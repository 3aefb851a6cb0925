// Prints each budget beside its measurement:
// deno task bench [--bundle] [--upstream COMMAND] [--json FILE]
//
// --bundle           measures the bundle with the flags that are compiled in, not the sources
// --upstream COMMAND the endpoint that answers at once, with {port}; without it, an empty Deno.serve
// HEALTHCHECK_BIN    a compiled binary, measured instead of the sources
// EMPTY_BIN          bench/programs/empty.ts compiled the same way, the baseline of the binary
// BENCH_RUNS         the number of runs of each measurement (default 5)
// BENCH_SECONDS      the length of the flood (default 30); the probes take twice as long
import { parseArgs } from "@std/cli/parse-args";
import { kinds } from "./budgets/kinds.ts";
import { latency } from "./budgets/latency.ts";
import { limits } from "./budgets/limits.ts";
import { memory } from "./budgets/memory.ts";
import { metricsPage, metricsPageOfEngines } from "./budgets/metrics_page.ts";
import { printModules } from "./budgets/modules.ts";
import { probe } from "./budgets/probe.ts";
import { scale } from "./budgets/scale.ts";
import { startup } from "./budgets/startup.ts";
import { watch } from "./budgets/watch.ts";
import { Bench, print } from "./support/bench.ts";
import { commandHere } from "./support/command.ts";
import { parseCount } from "./support/count.ts";
import { startUpstream } from "./support/listening.ts";
import { machineHere, machineText, runtimeHere } from "./support/machine.ts";
import { Process } from "./support/process.ts";
import "./support/refusal.ts";
import { type BenchResults, checkWritable, writeResults } from "./support/results.ts";
import { subjectOf, versionsOf } from "./support/subject.ts";

const VARIABLES = ["HEALTHCHECK_BIN", "EMPTY_BIN", "BENCH_RUNS", "BENCH_SECONDS"];

const args = parseArgs(Deno.args, {
  boolean: ["bundle"],
  string: ["_", "json", "upstream"],
  unknown: () => {
    print("Usage: deno task bench [--bundle] [--upstream COMMAND] [--json FILE]");
    Deno.exit(2);
  },
});
const runs = parseCount("BENCH_RUNS", Deno.env.get("BENCH_RUNS") ?? "5");
const floodSeconds = parseCount("BENCH_SECONDS", Deno.env.get("BENCH_SECONDS") ?? "30");
const { json } = args;
if (typeof json === "string") await checkWritable(json);
const subject = await subjectOf({
  binary: Deno.env.get("HEALTHCHECK_BIN"),
  emptyBinary: Deno.env.get("EMPTY_BIN"),
  bundle: args["bundle"] === true,
});
const upstreamCommand = args["upstream"];
const standInScript = new URL("programs/stand_in.ts", import.meta.url).pathname;
await using standIn = new Process([
  ...[Deno.execPath(), "run", "--quiet", "--allow-net", standInScript],
]);
await using upstream = await startUpstream(
  typeof upstreamCommand === "string" ? upstreamCommand : undefined,
);
const results: Omit<BenchResults, "measurements"> = {
  kind: "bench",
  command: commandHere("bench", VARIABLES),
  machine: await machineHere(),
  runtime: runtimeHere(),
  subject: { name: subject.name, command: subject.command, ...await versionsOf(subject) },
  upstream: upstream.command,
};
print(machineText(results.machine, results.runtime));
print(`the ${subject.name}, ${results.subject.version} on Deno ${results.subject.deno}`);
print(`healthcheck is: ${subject.command}; the endpoints that answer at once: ${upstream.command}`);
const bench = new Bench({
  subject,
  standIn: `http://127.0.0.1:${await standIn.port()}`,
  fast: `http://127.0.0.1:${upstream.port}/0`,
  runs,
  floodMs: floodSeconds * 1000,
});
const parts = [
  latency,
  startup,
  memory,
  probe,
  kinds,
  watch,
  metricsPage,
  metricsPageOfEngines,
  scale,
  limits,
];
for (const part of parts) {
  await part(bench);
}
if (subject.name === "sources") await printModules();
if (typeof json === "string") {
  await writeResults(json, { ...results, measurements: bench.measurements });
}
