import { compares } from "../comparison.ts";
import type { MetricOptions } from "./options.ts";
import { type Done, UNPAIRED, type Work } from "./progress.ts";

/**
 * Returns the work for each value that both a counter and a gauge have. If none has both, it is that of
 * all gauges, with a counter that never rises: two labels that have nothing in common would judge nothing.
 */
export function workOf(
  { busy, ifMissing }: MetricOptions,
  done: ReadonlyMap<string, number>,
  running: readonly ReadonlyMap<string, number>[],
): Work {
  const work: Work = new Map();
  let unpaired: Done["busy"] = null;
  for (const key of new Set([...done.keys(), ...running.flatMap((sums) => [...sums.keys()])])) {
    const progress = done.get(key) ?? (ifMissing ? null : undefined);
    const shown = (busy ?? []).map(({ selector: { name }, comparison }, index) => {
      const value = running[index]?.get(key) ?? (ifMissing ? 0 : undefined);
      return { name, value, isBusy: value !== undefined && compares(value, comparison) };
    });
    if (shown.every(({ value }) => value === undefined)) continue;
    const first = shown.find(({ isBusy }) => isBusy);
    const gauge = first?.value === undefined ? null : { name: first.name, value: first.value };
    const hasGauge = running.some((sums) => sums.has(key));
    if (progress === undefined) unpaired ??= gauge;
    else work.set(key, { progress, busy: gauge ?? (hasGauge ? null : undefined) });
  }
  if (work.size === 0) work.set(UNPAIRED, { progress: 0, busy: unpaired });
  return work;
}
