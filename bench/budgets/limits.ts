import { type Bench, print } from "../support/bench.ts";
import { Cgroup } from "../support/cgroup.ts";
import { timeOf } from "../support/client.ts";
import { Process } from "../support/process.ts";
import { wrk } from "../support/wrk.ts";

/** Limits of memory, in MiB; the last is that of `deploy/`. */
const MEMORIES = [48, 64, 80, 96, 128] as const;
const MEMORY = 128;
const KILLED = `cannot measure: nothing may be killed in ${MEMORY} MiB`;
const CONNECTIONS = 64;
const FLOOD_SECONDS = 5;
/** Limits of the processor, in thousandths. */
const PROCESSORS = [1000, 100, 50, 20, 10];
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
    const load = `${start[0] ?? "serve"}, ${CONNECTIONS} connections, a second process`;
    const runs = Math.min(MAX_RUNS, bench.settings.runs);
    const common = { unit: "MiB", budget: 96, command: bench.command(...args) };
    bench.record({
      ...common,
      what: `peak of a group of ${MEMORY} MiB: ${load}`,
      values: await bench.repeat(() => peak(bench, args), runs),
    });
    bench.record({
      ...common,
      what: `smallest limit that it lives in: ${load}`,
      values: await bench.repeat(() => smallest(bench, args), runs),
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

/** Returns the peak of a group with the limit of `deploy/`. */
async function peak(bench: Bench, args: readonly string[]): Promise<number> {
  const value = await flood(bench, args, MEMORY);
  if (value === undefined) throw new Error(KILLED);
  return value;
}

/** Returns the smallest of the limits in which nothing is killed. */
async function smallest(bench: Bench, args: readonly string[]): Promise<number> {
  for (const memory of MEMORIES) {
    if (await flood(bench, args, memory) !== undefined) return memory;
  }
  throw new Error(KILLED);
}

/** Returns the peak of a group; `undefined` if the kernel killed a process for want of memory. */
async function flood(
  bench: Bench,
  args: readonly string[],
  memory: number,
): Promise<number | undefined> {
  await using group = await Cgroup.make({ memory });
  if (group === undefined) throw new Error("cannot measure: the group must be made");
  try {
    await floodIn(group, bench, args);
  } catch (error) {
    if (await group.kills() === 0) throw error;
  }
  return await group.kills() === 0 ? await group.peak() : undefined;
}

/** Floods the program in a group; a wrong answer is an error. */
async function floodIn(group: Cgroup, bench: Bench, args: readonly string[]): Promise<void> {
  const { subject: { words } } = bench.settings;
  await using subject = new Process(group.words([...words, ...args]));
  const url = `http://127.0.0.1:${await subject.port()}/all`;
  const right = { status: 200, text: "All: Ready 200" };
  // What `preStop` starts takes as much memory as this.
  await using second = new Process(group.words([...words, "--version"]), { quiet: true });
  const [{ right: count, all }, code] = await Promise.all([
    wrk({ url, connections: CONNECTIONS, seconds: FLOOD_SECONDS, right }),
    second.ended(),
  ]);
  if (code !== 0) {
    throw new Error(`cannot measure: the second process must exit with 0, got ${code}`);
  }
  if (count !== all) throw new Error(`cannot measure: ${all - count} of ${all} answers are wrong`);
}

async function firstAnswer(bench: Bench, cpu: number, args: readonly string[]): Promise<number> {
  await using group = await Cgroup.make({ cpu });
  if (group === undefined) throw new Error("cannot measure: the group must be made");
  await using subject = new Process(group.words([...bench.settings.subject.words, ...args]));
  await timeOf(`http://127.0.0.1:${await subject.port()}/all`);
  return performance.now() - subject.startMs;
}
