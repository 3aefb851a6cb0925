/** @module The metrics that an endpoint looks at, judged from a page of them. */
import type { BodyJudge } from "../judge.ts";
import { judgeMetric, type MetricExpectation } from "./expectation.ts";
import type { MetricSelector } from "./selector.ts";
import { MetricsPage } from "./page.ts";
import type { Work } from "./progress.ts";

/** The metrics that an endpoint looks at. */
export interface MetricOptions {
  /** What the sum of some series must be. */
  readonly metric: MetricExpectation | null;
  /** A counter of what is done. */
  readonly progress: MetricSelector | null;
  /** A gauge of what is running. */
  readonly busy: MetricSelector | null;
}

/** Judges a page of metrics, and reads the neighbour's work from it. */
export class MetricsJudge implements BodyJudge {
  readonly #metric: MetricExpectation | null;
  readonly #page: MetricsPage;
  readonly #onWork: (work: Work) => void;

  /** @param onWork Called at the end with the work that the page shows, if `progress` is given. */
  constructor({ metric, progress, busy }: MetricOptions, onWork: (work: Work) => void) {
    this.#metric = metric;
    this.#onWork = onWork;
    const selectors = [progress, busy, metric?.selector ?? null];
    this.#page = new MetricsPage(selectors.filter((selector) => selector !== null));
  }

  read(piece: Uint8Array): boolean {
    return this.#page.read(piece);
  }

  end(mayBeCut?: boolean): string | null {
    const reading = this.#page.end(mayBeCut);
    if (!reading.ok) return reading.reason;
    const sums = [...reading.sums];
    const sum = this.#metric === null ? undefined : sums.pop();
    const [progress, busy] = sums;
    if (progress !== undefined && busy !== undefined) this.#onWork({ progress, busy });
    return this.#metric === null || sum === undefined ? null : judgeMetric(sum, this.#metric);
  }
}
