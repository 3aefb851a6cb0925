/** Returns how many listeners a signal has that were added from now on. */
export function listenersOf(signal: AbortSignal): () => number {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]): void => {
    count++;
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]): void => {
    count--;
    Reflect.apply(removeEventListener, signal, args);
  };
  return () => count;
}
