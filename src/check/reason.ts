/** @module Why a check failed, in plain words. */
import { errorCode } from "../process/error_code.ts";
import type { Failure } from "./failure.ts";
import type { Outcome } from "./report.ts";

/** A failure of a check whose message is already a reason. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
  /** Why the check failed, as a code. */
  readonly failure: Failure;

  /** @param failure Why the check failed, as a code. */
  constructor(failure: Failure, reason: string) {
    super(reason);
    this.failure = failure;
  }
}

/**
 * A check was aborted while it waited for something that is not the endpoint: a slot, a descriptor, a
 * name. Its message says what for; the reason adds it to "timed out after 3 s".
 */
export class WaitFailure extends CheckFailure {
  override name = "WaitFailure";
}

/** The reason if this process, not the endpoint, is out of file descriptors. */
export const NO_DESCRIPTOR = "too many open files in the sidecar";

/** The codes of system errors, and the failure and the reason for each. */
const SYSTEM: readonly (readonly [codes: readonly string[], Failure, reason: string])[] = [
  [["ECONNREFUSED"], "refused", "connection refused"],
  [["ECONNRESET", "ECONNABORTED", "EPIPE"], "reset", "connection reset"],
  [["EAI_AGAIN"], "dns", "name look-up failed"],
  [["ENOTFOUND"], "dns", "name not found"],
  [
    ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"],
    "unreachable",
    "no route to host",
  ],
  [["EMFILE", "ENFILE"], "descriptors", NO_DESCRIPTOR],
];

const MAX_REASON = 200;
const MAX_NAME = 100;
const ELLIPSIS = "...";

/** Messages of Deno, rustls and `node:tls`, and the reason for each. The first match counts. */
const REASONS: readonly (readonly [RegExp, string, Failure?])[] = [
  [/connection refused|ECONNREFUSED/i, "connection refused"],
  [/connection reset|broken pipe|connection aborted|ECONNRESET|EPIPE/i, "connection reset"],
  [/temporary failure in name resolution|EAI_AGAIN/i, "name look-up failed"],
  [/failed to lookup address|name or service not known|no address|ENOTFOUND/i, "name not found"],
  [
    /network is unreachable|no route to host|cannot assign requested|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/i,
    "no route to host",
  ],
  [/too many open files|EMFILE/i, NO_DESCRIPTOR],
  [
    /not.?valid.?for.?name|does not match certificate/i,
    "certificate: not valid for this name",
    "certificate",
  ],
  [/certificate: expired|certificate (?:has )?expired/i, "certificate: expired", "certificate"],
  [
    /certificate: notvalidyet|certificate (?:is not yet valid|not valid yet)/i,
    "certificate: not valid yet",
    "certificate",
  ],
  [
    /unknownissuer|in certificate chain|unable to (?:verify the first|get local issuer)/i,
    "certificate: unknown issuer",
    "certificate",
  ],
  [/causedasendentity|self-signed certificate/i, "certificate: self-signed", "certificate"],
  [/invalid peer certificate: (?:Other\(OtherError\()?/i, "certificate: ", "certificate"],
  [/corrupt message/i, "not TLS", "tls"],
  [
    /unexpected (?:end of file|eof)|close_notify|before secure TLS/i,
    "connection closed before an answer",
    "reset",
  ],
  [/NoApplicationProtocol/i, "TLS refused: no protocol in common", "tls"],
  [/received fatal alert: (?:the server )?/i, "TLS refused: ", "tls"],
];

/**
 * Returns the reason for a failure in plain words, without the parts of a URL that may be secret, as
 * {@linkcode cleanReason} leaves it.
 *
 * @param error What was thrown.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CheckFailure) return cleanReason(message);
  return systemErrorOf(error)?.[2] ?? cleanReason(inPlainWords(message));
}

/**
 * Returns the outcome of a check that ended with an error.
 *
 * @param error What was thrown.
 */
export function failureOf(error: unknown): Outcome {
  const known = error instanceof CheckFailure
    ? error.failure
    : systemErrorOf(error)?.[1] ?? phraseOf(error);
  const failed = {
    ok: false,
    status: null,
    failure: known ?? "other",
    reason: reasonOf(error),
  } as const;
  return error instanceof WaitFailure ? { ...failed, waited: true } : failed;
}

function systemErrorOf(error: unknown): (typeof SYSTEM)[number] | undefined {
  const code = errorCode(error);
  return SYSTEM.find(([codes]) => codes.includes(code));
}

function phraseOf(error: unknown): Failure | undefined {
  const message = error instanceof Error ? error.message : String(error);
  return REASONS.find(([pattern]) => pattern.test(message))?.[2];
}

function inPlainWords(message: string): string {
  for (const [pattern, reason] of REASONS) {
    const match = pattern.exec(message);
    if (match !== null) {
      const detail = message.slice(match.index + match[0].length).replace(/\)+$/, "");
      return reason.endsWith(": ") ? reason + detail : reason;
    }
  }
  return message.replace(/ \(os error \d+\)/, "");
}

/**
 * Puts a reason on one line of at most 200 UTF-16 code units. White space, and whatever is invisible,
 * such as control characters, bidirectional overrides and lone surrogates, becomes one space: a reason
 * may hold text of a peer, which must not forge a line or reorder one.
 *
 * @param end What the line ends with, also where the reason is cut.
 * @returns The line, which is never empty.
 */
export function cleanReason(reason: string, end = ""): string {
  const line = reason.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
  return `${cut(line, MAX_REASON - end.length) || "unknown error"}${end}`;
}

/** Bounds a name in a reason, such as a path or a metric, so that what follows it is not cut off. */
export function cutName(name: string): string {
  return cut(name, MAX_NAME);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // The cut must not leave half of a surrogate pair.
  return `${text.slice(0, maxLength - ELLIPSIS.length).replace(/\p{Cs}$/u, "")}${ELLIPSIS}`;
}
