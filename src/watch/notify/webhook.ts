import { STATUS_CODE } from "@std/http/status";
import type { Milliseconds } from "../../process/duration.ts";
import { sleep } from "../../process/sleep.ts";
import { reasonOf } from "../../check/reason.ts";

/** What became of one attempt to send a message. */
export type Sent =
  | { readonly result: "sent" }
  /** It was not taken, and may be later. */
  | { readonly result: "later"; readonly reason: string; readonly seconds?: number }
  /** It was not taken and never will be. */
  | { readonly result: "refused"; readonly reason: string }
  /** Nobody knows: to send it again might be to send it twice. */
  | { readonly result: "unknown"; readonly reason: string };

/** How a message is sent. */
export interface PostOptions {
  /** The webhook: a secret. */
  url: string;
  /** Ends the attempt, when an answer that is on its way has had the time to arrive. */
  signal: AbortSignal;
  /**
   * The seconds that an answer may take.
   * @default {30}
   */
  timeout?: number;
}

/** An answer may take this longer when the process stops, or the message would be sent again. */
const GRACE_MS: Milliseconds = 2000;

/**
 * Sends a message once. Through `fetch`, for what leaves the cluster may have to go through the proxy of
 * the environment; nothing that it says quotes the URL.
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
    // Deno says so where the connection was never made.
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
