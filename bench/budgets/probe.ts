import { sleep } from "../../src/process/time/sleep.ts";
import { timeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";

const PERIOD_MS = 1000;

/** Measures the processor time of a probe of `/all` once a second, as a kubelet sends it. */
export async function probe(bench: Bench): Promise<void> {
  const { fast, floodMs } = bench.settings;
  const probes = Math.max(1, Math.round(2 * floodMs / PERIOD_MS));
  await using subject = bench.sidecar(fast);
  const all = `http://127.0.0.1:${await subject.port()}/all`;
  await timeOf(all);
  const before = await subject.processorTimeMs();
  for (let i = 0; i < probes; i++) {
    await sleep(PERIOD_MS);
    await timeOf(all);
  }
  bench.record({
    what: `processor time of a probe of /all, one a second for ${probes} s`,
    unit: "ms",
    budget: 1,
    command: bench.sidecarCommand(fast),
    values: [(await subject.processorTimeMs() - before) / probes],
  });
}
