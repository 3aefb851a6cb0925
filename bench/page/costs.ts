/** @module What a user pays, in a few lines. */
import { SHARE } from "../budgets/memory.ts";
import { DAY, DAY_OF_FLOOR } from "../budgets/probe.ts";
import { START } from "../budgets/startup.ts";
import { FLOOR, GOOD, SCENARIOS } from "../peers/scenarios.ts";
import type { BenchResults, PeersResults } from "../support/results.ts";

const [UP] = SCENARIOS;
const DOWN = SCENARIOS.find(({ down }) => down);

/** Returns what the binary costs, from a run of the bench with it, and from a comparison. */
export function costsText(bench: BenchResults, peers: PeersResults): string {
  const of = (what: string, unit: string): number => {
    const found = bench.measurements.find((it) => it.what === what && it.unit === unit);
    if (found === undefined) throw new Error(`cannot write the page: nothing measured ${what}`);
    return found.median;
  };
  const to = (name: string | undefined, other: string): number => {
    const { ratios } = peers.scenarios.find((it) => it.name === name) ?? { ratios: [] };
    return ratios.find((it) => it.other === other)?.ratio?.median ?? NaN;
  };
  return [
    `- **Memory:** ${whole(of("resident, idle", "MiB"))} MiB resident when idle, of which ` +
    `${
      whole(of("private, idle", "MiB"))
    } are the pod's own. The pods of a node share the other pages: ` +
    `with 8 of them, each counts for ${whole(of(SHARE, "MiB"))}.`,
    `- **Processor:** ${
      whole(of(DAY, "s"))
    } s a day for three probes every 10 s. A bare server that ` +
    `does the same takes ${whole(of(DAY_OF_FLOOR, "s"))}.`,
    `- **Start:** ${whole(of(START, "ms"))} ms until the first answer, ` +
    `${of(START, "x an empty program")} times an empty program.`,
    `- **Speed:** ${to(UP?.name, GOOD)} times the answers a second of a good Go program for one ` +
    `endpoint, ${to(DOWN?.name, GOOD)} times where it is down, and ${
      to(UP?.name, FLOOR)
    } times what ` +
    "the runtime allows. This was measured with the bundle.",
  ].join("\n");
}

function whole(value: number): string {
  return value.toFixed(0);
}
