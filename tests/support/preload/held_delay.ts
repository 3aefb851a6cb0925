// Loaded before the program: a timer of 600 s, or of the hour that a pod may drain, fires on SIGUSR1,
// which may come before the timer is set.
const HELD: readonly number[] = [600_000, 3_600_000];
const { setTimeout } = globalThis;
const over = Promise.withResolvers<void>();
Deno.addSignalListener("SIGUSR1", () => over.resolve());
const held = (callback: () => void, delay: number): unknown =>
  HELD.includes(delay) ? over.promise.then(callback) : setTimeout(callback, delay);
Object.assign(globalThis, { setTimeout: held });
