/** @module Many lives at once, on all processors: each worker has globals of its own to replace. */
import { drawLife, type Life } from "./life.ts";
import type { Found } from "./run.ts";

/**
 * Lives the lives of `count` seeds from `seed` on.
 *
 * @returns The lives and what came of them, in the order of the seeds.
 */
export async function* liveAll(
  { seed, hours, count }: { seed: number; hours: number; count: number },
): AsyncGenerator<{ life: Life; found: Found }> {
  // Each life is drawn twice, since a thousand would take a gigabyte.
  const draw = (index: number): Life => drawLife((seed + index) % 2 ** 31, hours);
  const all = Array.from({ length: count }, () => Promise.withResolvers<Found>());
  const waiting = all.entries();
  const workers = Array.from({ length: Math.min(count, navigator.hardwareConcurrency) }, () => {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    const start = (): void => {
      const { value } = waiting.next();
      if (value === undefined) return;
      const [index, found] = value;
      worker.onmessage = ({ data }) => {
        found.resolve(data);
        start();
      };
      worker.onerror = ({ message }) => found.reject(new Error(message));
      worker.postMessage(draw(index));
    };
    start();
    return worker;
  });
  try {
    for (const [index, found] of all.entries()) {
      yield { life: draw(index), found: await found.promise };
    }
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
