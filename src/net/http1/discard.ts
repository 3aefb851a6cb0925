/** @module The rest of a body, which a check reads as the kubelet does, and discards. */
import { setDeadline } from "../../process/time/deadline.ts";
import type { Milliseconds } from "../../process/time/duration.ts";

/** The kubelet reads this much of a body (`maxRespBodyLength` of its HTTP prober), and no more. */
const MAX_READ = 10 * 1024;
/** How long a check whose verdict is known reads on, so that the server can end its answer. */
const LINGER_MS: Milliseconds = 100;

/**
 * Reads until the body ends or 10 KiB of it have come. A server whose client closes earlier writes a broken
 * pipe into its log.
 *
 * @throws what the pieces throw: a body that breaks off is a failure for the kubelet too.
 */
export async function discard(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  let count = 0;
  for await (const { length } of pieces) {
    count += length;
    if (count >= MAX_READ) return;
  }
}

/**
 * Reads on after the verdict as {@linkcode discard} does, for at most 100 ms. It never rejects.
 *
 * @param close Closes the connection, which ends the read.
 */
export async function linger(pieces: AsyncIterable<Uint8Array>, close: () => void): Promise<void> {
  const cancel = setDeadline(close, LINGER_MS);
  try {
    await discard(pieces);
  } catch {
    // The verdict is known.
  } finally {
    cancel();
  }
}
