/**
 * Handles signals for the life of the process. PID 1 needs this: the kernel gives it no default
 * handlers.
 */
export function onSignals(
  signals: readonly Deno.Signal[],
  listener: (signal: Deno.Signal) => void,
): void {
  for (const signal of signals) Deno.addSignalListener(signal, () => listener(signal));
}
