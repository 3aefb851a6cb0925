// Loaded before the program: each SIGWINCH changes its wall clock, to an hour back, a day ahead, and
// then the right time again.
const offsets = [-3_600_000, 86_400_000, 0];
let turn = -1;
const { now } = Date;
const offset = (): number => offsets[turn % offsets.length] ?? 0;
Date.now = (): number => now() + offset();
globalThis.Date = new Proxy(Date, {
  construct: (target, args: []) =>
    args.length === 0 ? new target(now() + offset()) : new target(...args),
});
Deno.addSignalListener("SIGWINCH", () => void turn++);
