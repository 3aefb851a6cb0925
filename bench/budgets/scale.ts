import type { Bench } from "../support/bench.ts";
import { medianTimeOf } from "../support/client.ts";

const COUNTS = [1, 10, 100, 1000];
const MIN_ROUNDS = 5;
const MAX_ROUNDS = 200;
/** Enough for the difference to one endpoint to be more than chance. */
const FURTHER = 100;
/** What a round of many endpoints may take, beside the floor. */
const BUDGET = 1.3;

/** Measures a round by the number of endpoints, which all answer at once, beside the floor. */
export async function scale(bench: Bench): Promise<void> {
  await further(bench);
  for (const count of COUNTS) {
    const endpoints = endpointsOf(bench, count);
    const command = bench.sidecarCommand(...endpoints);
    await using subject = bench.sidecar(...endpoints);
    const all = `http://127.0.0.1:${await subject.port()}/all`;
    const { process, url } = await bench.floor(...endpoints);
    await using _floor = process;
    const rounds = Math.max(MIN_ROUNDS, MAX_ROUNDS / count);
    const pairs = await bench.repeat(async () => {
      const timeMs = await medianTimeOf(all, rounds);
      return { timeMs, ratio: timeMs / await medianTimeOf(url, rounds) };
    });
    const what = `/all of ${count}`;
    bench.record({ what, unit: "ms", command, values: pairs.map(({ timeMs }) => timeMs) });
    const values = pairs.map(({ ratio }) => ratio);
    bench.record({ what, unit: "x the floor", budget: BUDGET, command, values });
    const { peak } = await subject.memory();
    bench.record({
      what: `peak of /all of ${count}, resident`,
      unit: "MiB",
      command,
      values: [peak],
    });
  }
}

/** Measures what each endpoint adds to a round. */
async function further(bench: Bench): Promise<void> {
  const { fast } = bench.settings;
  const endpoints = endpointsOf(bench, 1 + FURTHER);
  await using one = bench.sidecar(fast);
  await using many = bench.sidecar(...endpoints);
  const allOfOne = `http://127.0.0.1:${await one.port()}/all`;
  const allOfMany = `http://127.0.0.1:${await many.port()}/all`;
  bench.record({
    what: "each further endpoint of /all that answers at once",
    unit: "ms",
    command: bench.sidecarCommand(...endpoints),
    values: await bench.repeat(async () => {
      const manyMs = await medianTimeOf(allOfMany, FURTHER);
      return (manyMs - await medianTimeOf(allOfOne, FURTHER)) / FURTHER;
    }),
  });
}

function endpointsOf({ settings: { fast } }: Bench, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${fast}?${index}`);
}
