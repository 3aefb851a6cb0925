import type { Stream } from "../net/exchange.ts";
import { endsWithClose, readBody } from "../net/http1_body.ts";
import { fieldValues, type Head } from "../net/http1_head.ts";
import type { Milliseconds } from "../process/duration.ts";
import { sleep } from "../process/sleep.ts";
import type { BodyJudge } from "./body_judge.ts";

/** After this, and the piece at hand, a check yields to the event loop. */
const MAX_BUSY_MS: Milliseconds = 2;
/**
 * The registered codings that compress (RFC 9110, section 16.6.1). Servers that do not compress are
 * known to send others, such as `utf-8`.
 */
const COMPRESSION = /^(?:br|(?:x-)?compress|dcb|dcz|deflate|(?:x-)?gzip|zstd)$/i;

/**
 * Reads a body until every judge knows its verdict, or one of them fails. It holds no more than a piece
 * of the body.
 *
 * @param judges At least one. Each is new.
 * @returns The reason for a failure, or `null`.
 * @throws what {@linkcode readBody} throws.
 */
export async function judgeBody(
  judges: readonly BodyJudge[],
  conn: Stream,
  head: Head,
): Promise<string | null> {
  const compressions = ["content-encoding", "transfer-encoding"]
    .flatMap((name) => fieldValues(head, name))
    .filter((coding) => COMPRESSION.test(coding));
  if (compressions.length > 0) return `the answer is compressed (${compressions.join(", ")})`;
  let reading = [...judges];
  let busyMs: Milliseconds = 0;
  for await (const piece of readBody(conn, head)) {
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
  const mayBeCut = endsWithClose(head);
  const reasons = reading.map((judge) => judge.end({ mayBeCut }));
  return reasons.find((reason) => reason !== null) ?? null;
}
