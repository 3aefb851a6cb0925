/** @module Whether this process was frozen, and its neighbours with it. */

let freezes = 0;

/** Notes that this process did not run for over a second. */
export function noteFreeze(): void {
  freezes++;
}

/** The number of freezes that were noted. */
export function freezeCount(): number {
  return freezes;
}
