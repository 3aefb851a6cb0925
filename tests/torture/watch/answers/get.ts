/** @module Getting an answer, which must come and have no secret. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import type { Life } from "../process.ts";
import { secretsIn } from "../secrets.ts";
import type { Truth } from "../truth/truth.ts";

/** How long an answer and its round may take. */
const MAX_WAIT: Milliseconds = 5000;

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
  const requestedMs = Date.now();
  try {
    const signal = AbortSignal.timeout(MAX_WAIT);
    const url = `http://127.0.0.1:${await life.port}${path}`;
    const response = await fetch(url, { headers: { accept }, signal });
    const body = await response.text();
    for (const owner of secretsIn(body)) truth.fault(`${path} has the secret of ${owner}`);
    return { status: response.status, body, requestedMs };
  } catch (error) {
    if (life.span.toMs === Infinity && truth.happened.isAwake(MAX_WAIT)) {
      truth.fault(`${path}: ${error}`);
    }
    return undefined;
  }
}
