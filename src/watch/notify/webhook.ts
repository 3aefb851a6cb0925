/** @module The webhook that notices are sent to. */
import { setDeadline } from "../../process/time/deadline.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import { reasonOf } from "../../check/reason.ts";
import { type Answer, isRefused, NotConnected, postToThisHost } from "./this_host.ts";
import { readWord } from "./word.ts";

/** The result of one attempt to send a message. */
export type Sent =
  | { readonly result: "sent" }
  /** It was not accepted; a retry may succeed, after `seconds` if the webhook says so. */
  | { readonly result: "later"; readonly reason: string; readonly seconds?: Seconds }
  /** It was not accepted, and no retry will succeed. */
  | { readonly result: "refused"; readonly reason: string }
  /** It may have been accepted: a retry might send it twice. */
  | { readonly result: "unknown"; readonly reason: string };

/** The hosts that are this one, as `URL` writes them. */
const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/;

/**
 * Whether nobody on the way can read what is sent to a URL: it is `https`, or `http` to this host.
 *
 * @param text Any text.
 */
export function isConfidential(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" || isHttpToThisHost(url);
}

function isHttpToThisHost(url: URL | null): url is URL {
  return url?.protocol === "http:" && LOOPBACK.test(url.hostname);
}

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
  /**
   * Certificates in PEM that are trusted besides the usual authorities.
   * @default {[]}
   */
  authorities?: readonly string[];
}

/**
 * How long an answer may still take once the signal aborts; without it, the next run would notify
 * again.
 */
const GRACE_MS: Milliseconds = 2000;
/** What Deno says of a proxy that does not open a tunnel, and what it means. It knows no other status. */
const TUNNEL_FAILURES: readonly (readonly [RegExp, string])[] = [
  [/proxy authentication required/, ": status 407"],
  [/eof while tunneling/, ": connection closed"],
  [/unsuccessful tunnel/, ""],
];

/**
 * Tries once to send a message. It uses `fetch`, which obeys the proxy variables: a request that
 * leaves the cluster may need a proxy. `http` to this host goes directly, because to a proxy, loopback is
 * another host, and because `fetch` would name the target in absolute form.
 *
 * @param message The body, before `JSON.stringify`.
 * @returns The result, whose reason never quotes the URL. It never rejects.
 */
export async function post(
  message: object,
  { url, signal, timeout = 30, authorities = [] }: PostOptions,
): Promise<Sent> {
  const late = new AbortController();
  const abort = (): void => late.abort();
  const cancels = [setDeadline(abort, timeout * 1000)];
  const end = (): void => void cancels.push(setDeadline(abort, GRACE_MS));
  signal.addEventListener("abort", end);
  const body = JSON.stringify(message);
  let answer: Answer;
  try {
    const target = URL.parse(url);
    answer = isHttpToThisHost(target)
      ? await postToThisHost(target, body, late.signal)
      : await postAnywhere(url, { body, authorities, signal: late.signal });
  } catch (error) {
    return error instanceof NotConnected
      ? { result: "later", reason: error.message }
      : { result: "unknown", reason: "no answer" };
  } finally {
    signal.removeEventListener("abort", end);
    for (const cancel of cancels) cancel();
  }
  const { status, headers, word } = answer;
  const reason = `status ${status}`;
  if (status >= 200 && status < 300) return { result: "sent" };
  if (isRefused(status)) {
    return { result: "refused", reason: word === undefined ? reason : `${reason} (${word})` };
  }
  const seconds = retryAfter(headers);
  return { result: "later", reason, ...(seconds === undefined ? {} : { seconds }) };
}

interface PostAnywhereOptions {
  body: string;
  authorities: readonly string[];
  signal: AbortSignal;
}

/** @throws {NotConnected} if no connection was established. */
async function postAnywhere(
  url: string,
  { body, authorities, signal }: PostAnywhereOptions,
): Promise<Answer> {
  using client = Deno.createHttpClient({ caCerts: [...authorities] });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "manual",
      client,
      signal,
    });
    const { status, headers } = response;
    const word = isRefused(status) ? await readWord(response.body) : undefined;
    await response.body?.cancel();
    return { status, headers, word };
  } catch (error) {
    const failure = connectFailureOf(error);
    throw failure === undefined ? error : new NotConnected(connectReasonOf(failure));
  }
}

function connectReasonOf(failure: string): string {
  const tunnel = TUNNEL_FAILURES.find(([pattern]) => pattern.test(failure));
  return tunnel === undefined ? reasonOf(failure) : `the proxy did not connect${tunnel[1]}`;
}

/**
 * Returns why no connection was established; `undefined` if one was. Deno's message says that after
 * `client error (Connect)`, and before it quotes the URL, in which there can be no space.
 */
function connectFailureOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause ?? error : error;
  return / client error \(Connect\)(?:: )?(.*)$/s.exec(String(cause))?.[1];
}

/**
 * Reads `Retry-After`: a number of seconds or a date (RFC 9110, section 10.2.3). A date counts from the
 * answer's own `Date`, so that it is right even if the clock of this host is not.
 *
 * @returns The seconds, above 0; `undefined` if the field is absent, past or neither.
 */
function retryAfter(headers: Headers): Seconds | undefined {
  const text = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(text)) return Number(text) || undefined;
  const seconds = ((dateOf(text) ?? NaN) - (dateOf(headers.get("date")) ?? Date.now())) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/** Reads the one format of dates that a sender may use: `Sun, 06 Nov 1994 08:49:37 GMT`. */
function dateOf(text: string | null): Milliseconds | undefined {
  if (text === null || !/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
