import { assertEquals } from "@std/assert";
import { stopSignals } from "../../src/server/stop_signals.ts";
import { StoppedClock } from "../support/time.ts";

/** What stands in the place of `cut` while nothing cuts the shutdown short. */
const GOES_ON = { cut: undefined };

/** What cuts the shutdown short when these signals come, each at a time in milliseconds. */
async function cutBy(...signals: readonly (readonly [Deno.Signal, number])[]): Promise<unknown> {
  const { addSignalListener } = Deno;
  using clock = new StoppedClock();
  const listeners = new Map<Deno.Signal, () => void>();
  Deno.addSignalListener = (signal, listener): void => void listeners.set(signal, listener);
  try {
    const { cut } = stopSignals();
    for (const [signal, ms] of signals) {
      clock.ms = ms;
      listeners.get(signal)?.();
    }
    return (await Promise.race([cut, Promise.resolve(GOES_ON)])).cut;
  } finally {
    Deno.addSignalListener = addSignalListener;
  }
}

for (
  const [what, signals, expected] of [
    ["there is one", [["SIGTERM", 0]], undefined],
    ["a SIGINT follows within 250 ms", [["SIGINT", 0], ["SIGINT", 249]], undefined],
    ["a SIGINT follows after 250 ms", [["SIGINT", 0], ["SIGINT", 250]], ["SIGINT", 1]],
    ["a SIGINT follows a SIGTERM", [["SIGTERM", 0], ["SIGINT", 1]], ["SIGINT", 1]],
    ["a SIGTERM follows a SIGINT", [["SIGINT", 0], ["SIGTERM", 1]], ["SIGTERM", 1]],
    ["a SIGHUP comes", [["SIGHUP", 0]], ["SIGHUP", 129]],
  ] as const
) {
  Deno.test(`stopSignals() cuts the shutdown by ${expected?.[0]} when ${what}`, async () => {
    const [signal, status] = expected ?? [];
    assertEquals(await cutBy(...signals), expected && { signal, status });
  });
}
