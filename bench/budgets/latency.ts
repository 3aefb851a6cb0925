import { medianTimeOf } from "../support/client.ts";
import type { Bench } from "../support/bench.ts";

const REQUESTS = 1000;
const SLOW_REQUESTS = 20;

/** Measures what a round takes beside a direct request. */
export async function latency(bench: Bench): Promise<void> {
  const { standIn, fast } = bench.settings;
  const slow = Array.from({ length: 10 }, (_, i) => `${standIn}/50?${i}`);
  await using ten = bench.sidecar(...slow);
  const all = `http://127.0.0.1:${await ten.port()}/all`;
  bench.record({
    what: "/all of 10 endpoints of 50 ms each",
    unit: "x one of them",
    budget: 1.2,
    command: bench.sidecarCommand(...slow),
    values: await bench.repeat(async () =>
      await medianTimeOf(all, SLOW_REQUESTS) / await medianTimeOf(`${standIn}/50`, SLOW_REQUESTS)
    ),
  });
  await using one = bench.sidecar(fast);
  const through = `http://127.0.0.1:${await one.port()}/all`;
  bench.record({
    what: "/all of 1 endpoint, p50",
    unit: "x the same GET on a new connection",
    budget: 2.5,
    command: bench.sidecarCommand(fast),
    values: await bench.repeat(async () =>
      await medianTimeOf(through, REQUESTS) / await medianTimeOf(fast, REQUESTS)
    ),
  });
}
