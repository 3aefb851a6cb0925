/** @module The webhook that notices are sent to. */
import { STATUS_CODE } from "@std/http/status";
import type { Milliseconds, Seconds } from "../../process/duration.ts";
import { sleep } from "../../process/sleep.ts";
import { reasonOf } from "../../check/reason.ts";

/** The result of one attempt to send a message. */
export type Sent =
  | { readonly result: "sent" }
  /** It was not accepted; a retry may succeed, after `seconds` if the webhook says so. */
  | { readonly result: "later"; readonly reason: string; readonly seconds?: Seconds }
  /** It was not accepted, and no retry will succeed. */
  | { readonly result: "refused"; readonly reason: string }
  /** It may have been accepted: a retry might send it twice. */
  | { readonly result: "unknown"; readonly reason: string };

/** Options of {@linkcode post}. */
export interface PostOptions {
  /** The URL of the webhook. It is a secret. */
  url: string;
  /** Aborts the attempt, 2 seconds later: an answer may be on its way. */
  signal: AbortSignal;
  /**
   * How long an answer may take.
   * @default {30}
   */
  timeout?: Seconds;
}

/**
 * How long an answer may still take once the signal aborts; without it, the next run would notify
 * again.
 */
const GRACE_MS: Milliseconds = 2000;

/**
 * Tries once to send a message. It uses `fetch`, which obeys the proxy variables: a request that
 * leaves the cluster may need a proxy.
 *
 * @param message The body, before `JSON.stringify`.
 * @returns The result, whose reason never quotes the URL. It never rejects.
 */
export async function post(
  message: object,
  { url, signal, timeout = 30 }: PostOptions,
): Promise<Sent> {
  const late = new AbortController();
  const end = (): void => void sleep(GRACE_MS, late.signal).then(() => late.abort());
  signal.addEventListener("abort", end);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
      redirect: "manual",
      signal: AbortSignal.any([late.signal, AbortSignal.timeout(timeout * 1000)]),
    });
    await response.body?.cancel();
  } catch (error) {
    // Deno's message says `(Connect)` if the connection was never established.
    const cause = error instanceof Error ? error.cause ?? error : error;
    const unsent = cause instanceof Error && cause.message.includes("(Connect)");
    const reason = unsent ? reasonOf(cause) : "no answer";
    return { result: unsent ? "later" : "unknown", reason };
  } finally {
    signal.removeEventListener("abort", end);
    late.abort();
  }
  const { status, ok } = response;
  const reason = `status ${status}`;
  if (ok) return { result: "sent" };
  if (status === STATUS_CODE.TooManyRequests) {
    const seconds = Number(response.headers.get("retry-after"));
    return seconds > 0 ? { result: "later", reason, seconds } : { result: "later", reason };
  }
  return { result: status >= STATUS_CODE.InternalServerError ? "later" : "refused", reason };
}
