import { sleep } from "../../src/process/time/sleep.ts";
import { timeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";
import { Process } from "../support/process.ts";
import { wrk } from "../support/wrk.ts";

const CONNECTIONS = 64;
const SIMULTANEOUS = 1000;
const MAX_RUNS = 3;

/** Measures resident memory: idle, in a flood, and under a crowd. */
export async function memory(bench: Bench): Promise<void> {
  await idle(bench);
  await flood(bench);
  await crowd(bench);
}

async function idle(bench: Bench): Promise<void> {
  const { fast, subject: { empty } } = bench.settings;
  const command = bench.sidecarCommand(fast);
  const runs = await bench.repeat(async () => {
    await using subject = bench.sidecar(fast);
    await subject.port();
    const { now } = await subject.memory();
    if (empty === null) return { now, above: null };
    await using bare = new Process(empty);
    await bare.port();
    return { now, above: now - (await bare.memory()).now };
  });
  bench.record({
    what: "resident, idle",
    unit: "MiB",
    command,
    values: runs.map(({ now }) => now),
  });
  const values = runs.map(({ above }) => above).filter((above) => above !== null);
  if (values.length === 0) return;
  const what = "resident, idle, above an empty Deno.serve";
  bench.record({ what, unit: "MiB", budget: 2, command, values });
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
  bench.record({
    what: `peak under ${SIMULTANEOUS} simultaneous /all of 10 endpoints of 1 s`,
    unit: "MiB",
    budget: 85,
    command: bench.sidecarCommand(...endpoints),
    values: await bench.repeat(async () => {
      await using subject = bench.sidecar(...endpoints);
      const all = `http://127.0.0.1:${await subject.port()}/all`;
      await Promise.all(Array.from({ length: SIMULTANEOUS }, () => timeOf(all)));
      return (await subject.memory()).peak;
    }, Math.min(runs, MAX_RUNS)),
  });
}
