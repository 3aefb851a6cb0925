// Loaded before the program: a timer of 600 s fires on SIGUSR1, which may come before the timer is set.
const { setTimeout } = globalThis;
const over = Promise.withResolvers<void>();
Deno.addSignalListener("SIGUSR1", () => over.resolve());
const held = (callback: () => void, delay: number): unknown =>
  delay === 600_000 ? over.promise.then(callback) : setTimeout(callback, delay);
Object.assign(globalThis, { setTimeout: held });
