/** @module The names of the metrics. */
import { PROMETHEUS } from "../../src/exposition/exposition.ts";
import { familiesOf } from "../../src/exposition/families.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { watchFamilies } from "../../src/watch/families.ts";
import type { Watcher } from "../../src/watch/watcher.ts";
import { OK, report, WARNED } from "./reports.ts";

/** Returns the names of all samples of a watch, whose metrics include those of serving. */
export async function metricNames(): Promise<string[]> {
  const round = await report({ "https://a/#group=a": WARNED, "http://b/": OK });
  const registry = new Registry(round.results.map(({ endpoint }) => endpoint));
  round.results.forEach((result) => registry.addResult(result));
  registry.addRound(round);
  registry.addGroups(round);
  const watcher = { opened: 0, resolved: 0 } as Watcher;
  const slack = { name: "slack", host: undefined, sent: 0, dropped: 0, waiting: 0 } as const;
  const families = watchFamilies({ watcher, recorder: undefined, receivers: [slack] });
  const process = { startTime: 0, residentBytes: 0, droppedLogLines: 0, isShuttingDown: false };
  return PROMETHEUS.renderMetrics([...familiesOf(registry, process), ...families]).split("\n")
    .filter((line) => /^\w/.test(line)).map((line) => line.split(/[{ ]/)[0] ?? "");
}
