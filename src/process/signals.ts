/** @module Signals, and the exit status after one. */

/** What a shell adds to the number of the signal that ended a process. */
export const SIGNALED = 128;

/** The signals that end a process, with their numbers on Linux (signal(7)). */
const ENDING = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGALRM: 14,
  SIGTERM: 15,
} as const;

/** The signal with which `drain` tells a process that its pod is being deleted. */
export const DRAIN_SIGNAL = "SIGUSR2";

/** A signal that ends a process. */
export type EndingSignal = keyof typeof ENDING;

/** The signals that ask a process to end in order. */
export const POLITE = ["SIGTERM", "SIGINT"] as const;

/**
 * The other signals that end a process that serves. Deno opens its inspector at SIGUSR1, whoever listens
 * to it; the runtime of a compiled program has none.
 */
export const ABRUPT: readonly EndingSignal[] = [
  "SIGHUP",
  "SIGQUIT",
  "SIGALRM",
  ...(Deno.build.standalone ? ["SIGUSR1"] as const : []),
];

/** The signals that end a process that does not serve, and so cannot drain. */
export const STOPPING: readonly EndingSignal[] = [...POLITE, ...ABRUPT, DRAIN_SIGNAL];

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
