import { sleep } from "../../src/process/time/sleep.ts";
import { timeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";
import { Process } from "../support/process.ts";
import { wrk } from "../support/wrk.ts";

const CONNECTIONS = 64;
const SIMULTANEOUS = 1000;
const MAX_RUNS = 3;
/** As many pods of a node may run the binary: they share its pages. */
const SIDE_BY_SIDE = 8;
/** The name of the memory that each of them counts for. */
export const SHARE = `proportional share of each of ${SIDE_BY_SIDE} side by side, idle`;
const EMPTY = "x an empty program";

/** Measures resident memory: idle, in a flood, and under a crowd. */
export async function memory(bench: Bench): Promise<void> {
  await idle(bench);
  await flood(bench);
  await crowd(bench);
}

async function idle(bench: Bench): Promise<void> {
  const { fast, subject: { empty, name } } = bench.settings;
  const command = bench.sidecarCommand(fast);
  const runs = await bench.repeat(async () => {
    await using stack = new AsyncDisposableStack();
    const start = async (): Promise<Process> => {
      const process = stack.use(bench.sidecar(fast));
      await process.port();
      return process;
    };
    const first = await start();
    const resident = (await first.memory()).now;
    // The pages of the program are private until a second process maps them.
    for (let more = 1; more < SIDE_BY_SIDE; more++) await start();
    const { own, proportional: share } = await first.share();
    if (empty === null) return { resident, own, ratio: null, share };
    await using bare = new Process(empty);
    await using second = new Process(empty);
    await Promise.all([bare.port(), second.port()]);
    return { resident, own, ratio: own / (await bare.share()).own, share };
  });
  const values = (key: "resident" | "own" | "share"): number[] => runs.map((run) => run[key]);
  const common = { unit: "MiB", command };
  bench.record({ ...common, what: "resident, idle", values: values("resident") });
  bench.record({ ...common, what: "private, idle", values: values("own") });
  bench.record({ ...common, what: SHARE, values: values("share") });
  const ratios = runs.map(({ ratio }) => ratio).filter((ratio) => ratio !== null);
  if (ratios.length === 0) return;
  // The bundle's own code is private: `deno run` compiles it anew in each process.
  const budget = name === "binary" ? { budget: 1.3 } : {};
  bench.record({ ...budget, what: "private, idle", unit: EMPTY, command, values: ratios });
}

/** Sends requests on every connection as fast as answers come. */
async function flood(bench: Bench): Promise<void> {
  const { fast, runs, floodMs } = bench.settings;
  const command = bench.sidecarCommand(fast);
  const seconds = floodMs / 1000;
  const floods = await bench.repeat(async () => {
    await using subject = bench.sidecar(fast);
    const url = `http://127.0.0.1:${await subject.port()}/all`;
    await timeOf(url);
    const right = { status: 200, text: "All: Ready 200" };
    const [{ right: count }, early] = await Promise.all([
      wrk({ url, connections: CONNECTIONS, seconds, right }),
      sleep(floodMs / 5).then(() => subject.memory()),
    ]);
    const { peak, now } = await subject.memory();
    return { rate: count / seconds, peak, growth: now - early.now };
  }, Math.min(runs, MAX_RUNS));
  const values = (key: "rate" | "peak" | "growth"): number[] => floods.map((flood) => flood[key]);
  const load = `${CONNECTIONS} connections on /all for ${seconds} s`;
  bench.record({
    what: `right answers under ${load}`,
    unit: "1/s",
    command,
    values: values("rate"),
  });
  const peak = `peak under ${load}, resident`;
  bench.record({ what: peak, unit: "MiB", budget: 75, command, values: values("peak") });
  const growth = `growth after a fifth of ${load}, resident`;
  bench.record({ what: growth, unit: "MiB", command, values: values("growth") });
}

/** Sends requests at once to slow endpoints: neither memory nor sockets may run out. */
async function crowd(bench: Bench): Promise<void> {
  const { standIn, runs } = bench.settings;
  const endpoints = Array.from({ length: 10 }, (_, i) => `${standIn}/1000?${i}`);
  const what = `peak under ${SIMULTANEOUS} simultaneous /all of 10 endpoints of 1 s`;
  const command = bench.sidecarCommand(...endpoints);
  const peaks = await bench.repeat(async () => {
    await using subject = bench.sidecar(...endpoints);
    const all = `http://127.0.0.1:${await subject.port()}/all`;
    const idle = (await subject.memory()).now;
    await Promise.all(Array.from({ length: SIMULTANEOUS }, () => timeOf(all)));
    const { peak } = await subject.memory();
    return { peak, ratio: peak / idle };
  }, Math.min(runs, MAX_RUNS));
  bench.record({ what, unit: "MiB", command, values: peaks.map(({ peak }) => peak) });
  const ratios = peaks.map(({ ratio }) => ratio);
  bench.record({ what, unit: "x when idle", budget: 2, command, values: ratios });
}
