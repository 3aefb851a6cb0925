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
  const lives = Array.from({ length: count }, (_, index) => ({
    life: drawLife(seed + index, hours),
    found: Promise.withResolvers<Found>(),
  }));
  const waiting = lives.values();
  const workers = Array.from({ length: Math.min(count, navigator.hardwareConcurrency) }, () => {
    const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
    const start = (): void => {
      const { value } = waiting.next();
      if (value === undefined) return;
      worker.onmessage = ({ data }) => {
        value.found.resolve(data);
        start();
      };
      worker.onerror = ({ message }) => value.found.reject(new Error(message));
      worker.postMessage(value.life);
    };
    start();
    return worker;
  });
  try {
    for (const { life, found } of lives) yield { life, found: await found.promise };
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
