/** @module The metrics that an endpoint looks at, judged from a page of them. */
import type { BodyJudge } from "../judge.ts";
import { judgeMetric } from "./expectation.ts";
import type { MetricOptions } from "./options.ts";
import { MetricsPage, type Missing } from "./page.ts";
import type { Work } from "./progress.ts";
import type { Selection } from "./selected.ts";
import { workOf } from "./work.ts";

/** What a page shows besides the verdict. */
export interface MetricsSeen {
  /** Called at the end with the work that the page shows, if `progress` is given. */
  onWork(work: Work): void;
  /** Called at the end with each metric that is missing and counts as 0. */
  onMissing(missing: Missing): void;
}

/** Judges a page of metrics, and reads the neighbour's work from it. */
export class MetricsJudge implements BodyJudge {
  readonly #options: MetricOptions;
  readonly #page: MetricsPage;
  readonly #seen: MetricsSeen;

  constructor(options: MetricOptions, seen: MetricsSeen) {
    const { metric, progress, busy } = options;
    this.#options = options;
    this.#seen = seen;
    const selections: Selection[] = [];
    if (progress !== null) selections.push({ selector: progress, option: "progress" });
    for (const { selector } of busy ?? []) selections.push({ selector, option: "busy" });
    if (metric !== null) selections.push({ selector: metric.selector, option: "metric" });
    this.#page = new MetricsPage(selections, options);
  }

  read(piece: Uint8Array): boolean {
    return this.#page.read(piece);
  }

  end(mayBeCut?: boolean): string | null {
    const { metric, progress } = this.#options;
    const reading = this.#page.end(mayBeCut);
    if (!reading.ok) return reading.reason;
    reading.missing.forEach((missing) => this.#seen.onMissing(missing));
    const sums = [...reading.sums];
    const judged = metric === null ? undefined : sums.pop();
    const [done, ...running] = sums;
    if (progress !== null && done !== undefined) {
      this.#seen.onWork(workOf(this.#options, done, running));
    }
    return metric === null || judged === undefined ? null : judgeMetric(judged, metric);
  }
}
