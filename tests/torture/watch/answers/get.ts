/** @module Getting an answer, which must come and have no secret. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { sendRaw } from "../../../support/raw_request.ts";
import { secretsIn } from "../leaks/secrets.ts";
import type { Life } from "../life.ts";
import type { Truth } from "../truth/truth.ts";

/** How long an answer may take, with a check. The disk must not delay it. */
const MAX_WAIT: Milliseconds = 3000;
/** How long that of the history may take, which waits 5 s for the disk. */
const MAX_HISTORY: Milliseconds = 8000;

/** An answer, and when its request was sent. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly requestedMs: Milliseconds;
}

/** Gets a path. Returns `undefined` if the process ended, or did not run, meanwhile. */
export async function get(
  life: Life,
  truth: Truth,
  path: string,
  accept: string,
): Promise<Answer | undefined> {
  const max = path.startsWith("/history") ? MAX_HISTORY : MAX_WAIT;
  const requestedMs = Date.now();
  try {
    const port = await life.port;
    const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: ${accept}`;
    const answer = await sendRaw(port, head, AbortSignal.timeout(max));
    for (const place of secretsIn(answer)) truth.fault(`${path} has the secret of ${place}`);
    const end = answer.indexOf("\r\n\r\n");
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? [];
    const [, length] = /^content-length: (\d+)/im.exec(answer.slice(0, end)) ?? [];
    if (status === undefined || length === undefined) throw new Error(`not whole: ${answer}`);
    return { status: Number(status), body: answer.slice(end + 4), requestedMs };
  } catch (error) {
    const isLate = Date.now() - requestedMs >= max;
    const what = isLate ? `no answer within ${max} ms` : error;
    // What waited through a freeze takes a moment.
    const runs = truth.happened.isRunning(Date.now() - requestedMs + 1000);
    if (life.span.toMs === Infinity && runs) truth.fault(`${path}: ${what}`);
    return undefined;
  }
}
