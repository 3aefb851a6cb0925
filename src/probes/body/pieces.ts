import type { Milliseconds } from "../../process/time/duration.ts";
import { sleep } from "../../process/time/sleep.ts";
import type { BodyJudge } from "./judge.ts";

/** After this, and the piece at hand, a check yields to the event loop. */
const MAX_BUSY_MS: Milliseconds = 2;

/**
 * Reads pieces until every judge knows its verdict, or one of them fails.
 *
 * @param judges At least one. Each is new.
 * @param pieces Each may overwrite the one before.
 * @param mayBeCut Whether nothing but the close says that the pieces are all.
 * @returns The reason for a failure, or `null`.
 * @throws what the iterator of the pieces throws.
 */
export async function judgePieces(
  judges: readonly BodyJudge[],
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mayBeCut = false,
): Promise<string | null> {
  let reading = [...judges];
  let busyMs: Milliseconds = 0;
  for await (const piece of pieces) {
    const startMs = performance.now();
    const done = reading.filter((judge) => !judge.read(piece));
    reading = reading.filter((judge) => !done.includes(judge));
    for (const judge of done) {
      const reason = judge.end();
      if (reason !== null) return reason;
    }
    if (reading.length === 0) return null;
    busyMs += performance.now() - startMs;
    // A read of bytes that have already arrived does not yield to the event loop.
    if (busyMs > MAX_BUSY_MS) {
      await sleep(0);
      busyMs = 0;
    }
  }
  // Every judge ends, also behind one that fails: the work on a page of metrics counts all the same.
  const reasons = reading.map((judge) => judge.end(mayBeCut));
  return reasons.find((reason) => reason !== null) ?? null;
}
