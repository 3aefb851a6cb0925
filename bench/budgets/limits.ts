import { type Bench, print } from "../support/bench.ts";
import { Cgroup } from "../support/cgroup.ts";
import { timeOf } from "../support/client.ts";
import { Process } from "../support/process.ts";
import { wrk } from "../support/wrk.ts";

/** The memory limit of `deploy/`, in MiB. */
const MEMORY = 128;
const CONNECTIONS = 64;
const FLOOD_SECONDS = 5;
/** Limits of the processor, in thousandths. */
const PROCESSORS = [1000, 100, 50, 20];
const MAX_RUNS = 3;

/** Measures the program under the limits of a container, where a group may be made. */
export async function limits(bench: Bench): Promise<void> {
  {
    const group = await Cgroup.make({});
    if (group === undefined) return print("skipped: control groups may not be made here");
    await group[Symbol.asyncDispose]();
  }
  const folder = await Deno.makeTempDir();
  const listen = ["--host", "127.0.0.1", "0", "5"];
  const endpoints = [1, 2, 3].map((number) => `${bench.settings.fast}#name=${number}`);
  for (const start of [[], ["watch", `--history=${folder}/history.db`]]) {
    const args = [...start, ...listen, ...endpoints];
    bench.record({
      what: `peak of a group of ${MEMORY} MiB: ${
        start[0] ?? "serve"
      }, ${CONNECTIONS} connections, a second process`,
      unit: "MiB",
      budget: 96,
      command: bench.command(...args),
      values: await bench.repeat(() => flood(bench, args), Math.min(MAX_RUNS, bench.settings.runs)),
    });
  }
  await Deno.remove(folder, { recursive: true });
  for (const cpu of PROCESSORS) {
    bench.record({
      what: `first 200 with ${cpu}m of a processor`,
      unit: "ms",
      command: bench.command(...listen, ...endpoints),
      values: await bench.repeat(
        () => firstAnswer(bench, cpu, [...listen, ...endpoints]),
        Math.min(MAX_RUNS, bench.settings.runs),
      ),
    });
  }
}

/** Returns the peak of the group; a process that is killed, or a wrong answer, is an error. */
async function flood(bench: Bench, args: readonly string[]): Promise<number> {
  const { subject: { words } } = bench.settings;
  await using group = await Cgroup.make({ memory: MEMORY });
  if (group === undefined) throw new Error("cannot measure: the group must be made");
  await using subject = new Process(group.words([...words, ...args]));
  const url = `http://127.0.0.1:${await subject.port()}/all`;
  const right = { status: 200, text: "All: Ready 200" };
  const load = wrk({ url, connections: CONNECTIONS, seconds: FLOOD_SECONDS, right });
  // What `preStop` starts takes as much memory as this.
  await using second = new Process(group.words([...words, "--version"]), { quiet: true });
  const code = await second.ended();
  const { right: count, all } = await load;
  if (code !== 0) {
    throw new Error(`cannot measure: the second process must exit with 0, got ${code}`);
  }
  if (count !== all) throw new Error(`cannot measure: ${all - count} of ${all} answers are wrong`);
  return await group.peak();
}

async function firstAnswer(bench: Bench, cpu: number, args: readonly string[]): Promise<number> {
  await using group = await Cgroup.make({ cpu });
  if (group === undefined) throw new Error("cannot measure: the group must be made");
  await using subject = new Process(group.words([...bench.settings.subject.words, ...args]));
  await timeOf(`http://127.0.0.1:${await subject.port()}/all`);
  return performance.now() - subject.startMs;
}
