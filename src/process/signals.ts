/** @module Signals, and the exit status after one. */

/** What a shell adds to the number of the signal that ended a process. */
export const SIGNALED = 128;

/** The signals that ask a process to end, with their numbers. */
const ENDING = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const;

/** The signal with which `drain` tells a process that its pod is being deleted. */
export const DRAIN_SIGNAL = "SIGUSR2";

/** A signal that asks a process to end. */
export type EndingSignal = keyof typeof ENDING;

/** Reports whether a signal asks a process to end. */
export function isEnding(signal: Deno.Signal): signal is EndingSignal {
  return Object.hasOwn(ENDING, signal);
}

/** Returns the exit status of a process that a signal ended, as a shell gives it: 128 + n. */
export function statusAfter(signal: EndingSignal): number {
  return SIGNALED + ENDING[signal];
}

/**
 * Handles signals for the life of the process. PID 1 needs this: the kernel gives it no default
 * handlers.
 */
export function onSignals<S extends Deno.Signal>(
  signals: readonly S[],
  listener: (signal: S) => void,
): void {
  for (const signal of signals) Deno.addSignalListener(signal, () => listener(signal));
}
