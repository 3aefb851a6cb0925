import { sleep } from "../../src/process/time/sleep.ts";
import { timeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";
import type { Process } from "../support/process.ts";

const PERIOD_MS = 1000;
/** Three probes, each every 10 s. */
const PROBES_A_DAY = 3 * 24 * 60 * 6;
/** The name of the processor time of a day. */
export const DAY = "processor time a day of three probes every 10 s";
/** The same of the floor. */
export const DAY_OF_FLOOR = `${DAY}, the floor`;

/**
 * Measures the processor time of a probe of `/all` once a second, as a kubelet sends it, beside the floor
 * that is probed in the same seconds.
 */
export async function probe(bench: Bench): Promise<void> {
  const { fast, floodMs } = bench.settings;
  const probes = Math.max(1, Math.round(2 * floodMs / PERIOD_MS));
  await using subject = bench.sidecar(fast);
  const all = `http://127.0.0.1:${await subject.port()}/all`;
  const { process, url } = await bench.floor(fast);
  await using floor = process;
  const timesMs = await Promise.all([
    timeOfProbes(subject, all, probes),
    timeOfProbes(floor, url, probes),
  ]);
  const [oursMs, floorMs] = timesMs.map((timeMs) => timeMs / probes);
  const common = { command: bench.sidecarCommand(fast) };
  const what = `processor time of a probe of /all, one a second for ${probes} s`;
  const [ours, least] = [oursMs ?? NaN, floorMs ?? NaN];
  bench.record({ ...common, what, unit: "ms", values: [ours] });
  bench.record({ ...common, what, unit: "x the floor", budget: 1.5, values: [ours / least] });
  const seconds = (timeMs: number): number[] => [timeMs * PROBES_A_DAY / 1000];
  bench.record({ ...common, what: DAY, unit: "s", values: seconds(ours) });
  bench.record({ ...common, what: DAY_OF_FLOOR, unit: "s", values: seconds(least) });
}

async function timeOfProbes(process: Process, url: string, probes: number): Promise<number> {
  await timeOf(url);
  const beforeMs = await process.processorTimeMs();
  for (let i = 0; i < probes; i++) {
    await sleep(PERIOD_MS);
    await timeOf(url);
  }
  return await process.processorTimeMs() - beforeMs;
}
