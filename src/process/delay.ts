/** Waits for so many seconds, or until the signal aborts. It never rejects. */
export function delay(seconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.max(0, seconds * 1000));
    signal?.addEventListener("abort", end);
  });
}
