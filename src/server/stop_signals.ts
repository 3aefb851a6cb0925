/** @module The signals that end a process that serves. */
import { ABRUPT, type EndingSignal, onSignals, POLITE, statusAfter } from "../process/signals.ts";

/** A signal that ends the process at once. */
export interface Cut {
  readonly signal: EndingSignal;
  /** The exit status. */
  readonly status: number;
}

/** The exit status where a second signal cuts the shutdown short. */
const CUT_SHORT = 1;

/** The signals that end a process that serves. */
export interface StopSignals {
  /** Resolves with the first SIGTERM or SIGINT. */
  readonly first: Promise<{ readonly signal: EndingSignal }>;
  /** Resolves with the second of these, or with any other signal that ends the process. */
  readonly cut: Promise<{ readonly cut: Cut }>;
}

/** Handles the signals that end a process, for the life of the process. */
export function stopSignals(): StopSignals {
  const first = Promise.withResolvers<{ signal: EndingSignal }>();
  const cut = Promise.withResolvers<{ cut: Cut }>();
  let signals = 0;
  onSignals(POLITE, (signal) => {
    if (signals++ === 0) first.resolve({ signal });
    else cut.resolve({ cut: { signal, status: CUT_SHORT } });
  });
  onSignals(ABRUPT, (signal) => cut.resolve({ cut: { signal, status: statusAfter(signal) } }));
  return { first: first.promise, cut: cut.promise };
}
