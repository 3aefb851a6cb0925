// Compares healthcheck with other programs in one run, by right answers alone:
// deno task peers [--rounds N] [--seconds N] [--upstream COMMAND] [--json FILE] NAME=COMMAND...
//
// NAME=COMMAND       a program; its command has {port} and {urls}: go='peer {port} 5 {urls}'. Without
//                    {urls} it is blackbox_exporter, and gets the endpoint in each request:
//                    blackbox='blackbox_exporter --config.file=FILE --web.listen-address=127.0.0.1:{port}'
//                    The module http_2xx of FILE needs preferred_ip_protocol: ip4.
//                    The name good stands for bench/programs/good, a Go program that the budgets name:
//                    good='good {port} 5 {urls}'
// --rounds N         how often each scenario is measured (default 5)
// --seconds N        the length of each measurement (default 5)
// --upstream COMMAND the endpoint, with {port}: a slow one hides differences. Without it, an empty Deno.serve.
//                    With 'good upstream {port} {tls} {grpc} {ca}' other kinds are compared too
// HEALTHCHECK_BIN    a compiled binary, measured beside the bundle
//
// It needs wrk.
import { parseArgs } from "@std/cli/parse-args";
import { compare } from "./peers/compare.ts";
import { floorProgram, parseProgram, type Program } from "./peers/program.ts";
import { print } from "./support/bench.ts";
import { commandHere } from "./support/command.ts";
import { parseCount } from "./support/count.ts";
import { startUpstream } from "./support/listening.ts";
import { machineHere, machineText, runtimeHere } from "./support/machine.ts";
import "./support/refusal.ts";
import { checkWritable, type PeersResults, writeResults } from "./support/results.ts";
import { subjectOf, versionsOf } from "./support/subject.ts";

const SERVE = ["--host", "127.0.0.1", "{port}", "5", "{urls}"];

/** Returns healthcheck as a program, after bundling it if there is no binary. */
async function ours(binary: string | undefined): Promise<Program> {
  const subject = await subjectOf({ binary, emptyBinary: undefined, bundle: binary === undefined });
  const { version, deno } = await versionsOf(subject);
  return {
    name: subject.name,
    ours: true,
    words: [...subject.words, ...SERVE],
    shown: `${subject.command} ${SERVE.join(" ")}`,
    version: `${version}, Deno ${deno}`,
  };
}

const args = parseArgs(Deno.args, {
  string: ["_", "json", "rounds", "seconds", "upstream"],
  unknown: (argument, key) => {
    if (key === undefined) return true;
    throw new Error(
      `cannot compare: an option must be --rounds, --seconds, --upstream or --json, got ${argument}`,
    );
  },
});
const given = args._.map((word) => parseProgram(`${word}`));
const { json, upstream: upstreamCommand } = args;
const rounds = parseCount("--rounds", `${args["rounds"] ?? 5}`);
const seconds = parseCount("--seconds", `${args["seconds"] ?? 5}`);
if (typeof json === "string") await checkWritable(json);
const binary = Deno.env.get("HEALTHCHECK_BIN");
const programs = [
  await ours(undefined),
  ...binary === undefined ? [] : [await ours(binary)],
  ...given,
  floorProgram(),
];
const names = programs.map(({ name }) => name);
if (new Set(names).size < names.length) {
  throw new Error(`cannot compare: every name must be unique, got ${names.join(", ")}`);
}
await using upstream = await startUpstream(
  typeof upstreamCommand === "string" ? upstreamCommand : undefined,
);
const run: Omit<PeersResults, "scenarios"> = {
  kind: "peers",
  command: commandHere("peers", ["HEALTHCHECK_BIN"]),
  machine: await machineHere(),
  runtime: runtimeHere(),
  upstream: upstream.command,
  rounds,
  seconds,
  programs: programs.map(({ name, ours, shown, version }) => ({
    name,
    ours,
    command: shown,
    version,
  })),
};
print(machineText(run.machine, run.runtime));
for (const { name, command, version } of run.programs) {
  print(`${name}${version === null ? "" : ` (${version})`}: ${command}`);
}
print(`upstream: ${run.upstream}; ${rounds} rounds of ${seconds} s`);
const scenarios = await compare({ programs, upstream, rounds, seconds });
if (typeof json === "string") await writeResults(json, { ...run, scenarios });
