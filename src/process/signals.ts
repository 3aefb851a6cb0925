/** Listens to these signals for the life of the process: PID 1 gets no default handling of them. */
export function onSignals(
  signals: readonly Deno.Signal[],
  listener: (signal: Deno.Signal) => void,
): void {
  for (const signal of signals) Deno.addSignalListener(signal, () => listener(signal));
}
