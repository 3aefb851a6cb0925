/** @module The metrics that an endpoint looks at, judged from a page of them. */
import { compares } from "../comparison.ts";
import type { BodyJudge } from "../judge.ts";
import { judgeMetric, type MetricExpectation } from "./expectation.ts";
import type { MetricSelector } from "./selector.ts";
import { MetricsPage, type Missing } from "./page.ts";
import { type Done, UNPAIRED, type Work } from "./progress.ts";
import type { Selection } from "./selected.ts";

/** The metrics that an endpoint looks at. */
export interface MetricOptions {
  /** What the sum of some series must be. */
  readonly metric: MetricExpectation | null;
  /** A counter of what is done. */
  readonly progress: MetricSelector | null;
  /** When there is work: any of these is enough. */
  readonly busy: readonly MetricExpectation[] | null;
  /** The labels whose values are judged each on its own. */
  readonly each: readonly string[];
  /** Whether what has no series counts as 0. */
  readonly ifMissing: boolean;
}

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
    if (progress !== null && done !== undefined) this.#seen.onWork(this.#workOf(done, running));
    return metric === null || judged === undefined ? null : judgeMetric(judged, metric);
  }

  /**
   * Returns the work for each value that both a counter and a gauge have. If none has both, it is that of
   * all gauges, with a counter that never rises: two labels that have nothing in common would judge nothing.
   */
  #workOf(
    done: ReadonlyMap<string, number>,
    running: readonly ReadonlyMap<string, number>[],
  ): Work {
    const { busy, ifMissing } = this.#options;
    const work: Work = new Map();
    let unpaired: Done["busy"] = null;
    for (const key of new Set([...done.keys(), ...running.flatMap((sums) => [...sums.keys()])])) {
      const progress = done.get(key) ?? (ifMissing ? 0 : undefined);
      const shown = (busy ?? []).map(({ selector: { name }, comparison }, index) => {
        const value = running[index]?.get(key) ?? (ifMissing ? 0 : undefined);
        return { name, value, isBusy: value !== undefined && compares(value, comparison) };
      });
      if (shown.every(({ value }) => value === undefined)) continue;
      const first = shown.find(({ isBusy }) => isBusy);
      const gauge = first?.value === undefined ? null : { name: first.name, value: first.value };
      if (progress === undefined) unpaired ??= gauge;
      else work.set(key, { progress, busy: gauge });
    }
    if (work.size === 0) work.set(UNPAIRED, { progress: 0, busy: unpaired });
    return work;
  }
}
