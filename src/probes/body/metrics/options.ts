import type { MetricExpectation } from "./expectation.ts";
import type { MetricSelector } from "./selector.ts";

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
