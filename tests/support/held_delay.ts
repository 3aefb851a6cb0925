// Loaded before the program: a timer of 600 s fires on SIGUSR1.
const { setTimeout } = globalThis;
const held = (callback: () => void, delay: number): unknown =>
  delay === 600_000 ? Deno.addSignalListener("SIGUSR1", callback) : setTimeout(callback, delay);
Object.assign(globalThis, { setTimeout: held });
