/** @module The signals that end a process that serves. */
import { ABRUPT, type EndingSignal, onSignals, POLITE, statusAfter } from "../process/signals.ts";
import type { Milliseconds } from "../process/time/duration.ts";

/** A signal that ends the process at once. */
export interface Cut {
  readonly signal: EndingSignal;
  /** The exit status. */
  readonly status: number;
}

/** The exit status where a second signal cuts the shutdown short. */
const CUT_SHORT = 1;

/**
 * How soon a second SIGINT is the same Ctrl+C: a terminal sends the signal to the whole process group, and
 * a parent in it, such as npx, passes its own on.
 */
const SAME_KEY_MS: Milliseconds = 250;

/** The signals that end a process that serves. */
export interface StopSignals {
  /** Resolves with the first SIGTERM or SIGINT. */
  readonly first: Promise<{ readonly signal: EndingSignal }>;
  /** Resolves with the second of these, but not for a second SIGINT of the same Ctrl+C, or with any other signal that ends the process. */
  readonly cut: Promise<{ readonly cut: Cut }>;
}

/** Handles the signals that end a process, for the life of the process. */
export function stopSignals(): StopSignals {
  const first = Promise.withResolvers<{ signal: EndingSignal }>();
  const cut = Promise.withResolvers<{ cut: Cut }>();
  let before: { signal: EndingSignal; atMs: Milliseconds } | undefined;
  onSignals(POLITE, (signal) => {
    const atMs = performance.now();
    if (before === undefined) {
      before = { signal, atMs };
      first.resolve({ signal });
      return;
    }
    const both = signal === "SIGINT" && before.signal === "SIGINT";
    if (both && atMs - before.atMs < SAME_KEY_MS) return;
    cut.resolve({ cut: { signal, status: CUT_SHORT } });
  });
  onSignals(ABRUPT, (signal) => cut.resolve({ cut: { signal, status: statusAfter(signal) } }));
  return { first: first.promise, cut: cut.promise };
}
