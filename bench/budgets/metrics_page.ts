import type { Milliseconds } from "../../src/process/time/duration.ts";
import type { Bench } from "../support/bench.ts";
import { timeOf } from "../support/client.ts";

const OPTIONS = "#progress=done&busy=running&stall=60";
const CHECKS = 10;
const EACH_RUNS = 20;
/** The size of the page. */
const PAGE_MIB = 4;

/** Measures the cost of a metrics page of 4 MiB, above that of a page of two lines. */
export async function metricsPage(bench: Bench): Promise<void> {
  const { standIn } = bench.settings;
  const [small, large] = [`${standIn}/page${OPTIONS}`, `${standIn}/page/large${OPTIONS}`];
  const usages = await bench.repeat(async () => {
    const [less, more] = [await usageOf(bench, small), await usageOf(bench, large)];
    return { timeMs: more.timeMs - less.timeMs, peak: more.peak - less.peak };
  });
  const command = bench.sidecarCommand(large);
  const timesMs = usages.map(({ timeMs }) => timeMs);
  const what = "a metrics page of 4 MiB, above one of two lines";
  bench.record({ what: `${what}, processor time`, unit: "ms", command, values: timesMs });
  const peaks = usages.map(({ peak }) => peak);
  bench.record({ what: `${what}, peak`, unit: "MiB", command, values: peaks });
  const sizes = peaks.map((peak) => peak / PAGE_MIB);
  bench.record({ what: `${what}, peak`, unit: "x its size", budget: 2.5, command, values: sizes });
}

/** Measures what `each` of 256 values adds to the processor time of a check of 4 MiB. */
export async function metricsPageOfEngines(bench: Bench): Promise<void> {
  const all = `${bench.settings.standIn}/page/engines${OPTIONS}`;
  const each = `${all}&each=engine`;
  const values = await bench.repeat(async () => {
    const without = await usageOf(bench, all);
    return (await usageOf(bench, each)).timeMs / without.timeMs;
  }, EACH_RUNS);
  const what = "a metrics page of 4 MiB with each of 256 values, processor time of one without";
  bench.record({ what, unit: "times", budget: 1.3, command: bench.sidecarCommand(each), values });
}

/** Returns the processor time of one of several checks, and the memory at its peak. */
async function usageOf(
  bench: Bench,
  endpoint: string,
): Promise<{ timeMs: Milliseconds; peak: number }> {
  await using subject = bench.sidecar(endpoint);
  const all = `http://127.0.0.1:${await subject.port()}/all`;
  const startMs = await subject.processorTimeMs();
  for (let i = 0; i < CHECKS; i++) await timeOf(all);
  const timeMs = (await subject.processorTimeMs() - startMs) / CHECKS;
  return { timeMs, peak: (await subject.memory()).peak };
}
