import type { Bench } from "../support/bench.ts";
import { medianTimeOf } from "../support/client.ts";

/** The endpoints of a sidecar, and its budgets. */
interface Scale {
  readonly count: number;
  readonly roundMs?: number;
  readonly peakMiB?: number;
}

const SCALES: readonly Scale[] = [
  { count: 1 },
  { count: 10 },
  { count: 100 },
  { count: 1000, roundMs: 60, peakMiB: 100 },
];
const MIN_ROUNDS = 5;
const MAX_ROUNDS = 200;
/** Enough for the difference to one endpoint to be more than chance. */
const FURTHER = 100;

/** Measures a round by the number of endpoints, which all answer at once. */
export async function scale(bench: Bench): Promise<void> {
  await further(bench);
  for (const { count, roundMs, peakMiB } of SCALES) {
    const endpoints = endpointsOf(bench, count);
    const command = bench.sidecarCommand(...endpoints);
    await using subject = bench.sidecar(...endpoints);
    const all = `http://127.0.0.1:${await subject.port()}/all`;
    const rounds = Math.max(MIN_ROUNDS, MAX_ROUNDS / count);
    const values = await bench.repeat(() => medianTimeOf(all, rounds));
    const round = { what: `/all of ${count}`, unit: "ms", command, values };
    bench.record(roundMs === undefined ? round : { ...round, budget: roundMs });
    const { peak } = await subject.memory();
    const what = `peak of /all of ${count}, resident`;
    const peaks = { what, unit: "MiB", command, values: [peak] };
    bench.record(peakMiB === undefined ? peaks : { ...peaks, budget: peakMiB });
  }
}

/** Measures what each endpoint adds to a round. */
async function further(bench: Bench): Promise<void> {
  const endpoints = endpointsOf(bench, 1 + FURTHER);
  await using one = bench.sidecar(bench.settings.fast);
  await using many = bench.sidecar(...endpoints);
  const allOfOne = `http://127.0.0.1:${await one.port()}/all`;
  const allOfMany = `http://127.0.0.1:${await many.port()}/all`;
  bench.record({
    what: "each further endpoint of /all that answers at once",
    unit: "ms",
    budget: 0.1,
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
