/** @module Why a check failed, in plain words. */
import { cut } from "../process/text/cut.ts";
import { errorCode } from "../process/error_code.ts";
import type { Certificate } from "./certificate.ts";
import type { Failure } from "./failure.ts";
import { type Outcome, withCertificate } from "./report.ts";

/** Options of {@linkcode CheckFailure}. */
export interface CheckFailureOptions {
  /**
   * The certificate that was refused.
   * @default {undefined}
   */
  certificate?: Certificate;
}

/** A failure of a check whose message is already a reason. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
  /** Why the check failed, as a code. */
  readonly failure: Failure;
  /** The certificate that was refused. */
  readonly certificate: Certificate | undefined;

  /** @param failure Why the check failed, as a code. */
  constructor(failure: Failure, reason: string, { certificate }: CheckFailureOptions = {}) {
    super(reason);
    this.failure = failure;
    this.certificate = certificate;
  }
}

/**
 * A check was aborted while it waited for something that is not the endpoint, such as a slot, a descriptor
 * or a name, or for the rest of an answer. Its message says what for; the reason adds it to "timed out
 * after 3 s".
 */
export class WaitFailure extends CheckFailure {
  override name = "WaitFailure";
}

/** The reason if this process, not the endpoint, is out of file descriptors. */
export const NO_DESCRIPTOR = "too many open files in the sidecar";

/** The codes of system errors, and the failure and the reason for each. */
type SystemErrors = readonly (readonly [codes: readonly string[], Failure, reason: string])[];

const SYSTEM: SystemErrors = [
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

/**
 * Codes that mean this in a check, which gets them only from connecting, and another thing elsewhere, such
 * as in the start of a program. A packet filter gives EPERM or EACCES; an address that needs a zone, and
 * for `node:tls` one of a host without IPv6, gives EINVAL.
 */
const CONNECTING: SystemErrors = [
  [["EACCES", "EPERM"], "unreachable", "this host does not permit the connection"],
  [["EINVAL"], "unreachable", "no route to host"],
];

const MAX_REASON = 200;
const MAX_NAME = 100;

/** Messages of Deno without a code, and the reason for each. The first match counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/connection refused|ECONNREFUSED/i, "connection refused"],
  [/connection reset|broken pipe|connection aborted|ECONNRESET|EPIPE/i, "connection reset"],
  [/temporary failure in name resolution|EAI_AGAIN/i, "name look-up failed"],
  [/failed to lookup address|name or service not known|no address|ENOTFOUND/i, "name not found"],
  [
    /network is unreachable|no route to host|cannot assign requested|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/i,
    "no route to host",
  ],
  [/too many open files|EMFILE/i, NO_DESCRIPTOR],
  // Only fetch, which has no codes, gives this one.
  [/invalid peer certificate/i, "certificate refused"],
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
  const isKnown = error instanceof CheckFailure;
  const [, failure, reason] = isKnown
    ? [[], error.failure, reasonOf(error)]
    : systemErrorOf(error) ?? systemErrorOf(error, CONNECTING) ?? [[], "other", reasonOf(error)];
  const failed = { ok: false, status: null, failure, reason } as const;
  const outcome: Outcome = error instanceof WaitFailure ? { ...failed, waited: true } : failed;
  return withCertificate(outcome, isKnown ? error.certificate : undefined);
}

function systemErrorOf(error: unknown, table = SYSTEM): SystemErrors[number] | undefined {
  const code = errorCode(error);
  return table.find(([codes]) => codes.includes(code));
}

function inPlainWords(message: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(message));
  return known?.[1] ?? message.replace(/ \(os error \d+\)/, "");
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
  return `${cut(onOneLine(reason), MAX_REASON - end.length) || "unknown error"}${end}`;
}

/** Puts a name that a peer chose on one bounded line, which may be empty. */
export function cleanName(name: string): string {
  return cut(onOneLine(name), MAX_REASON);
}

/** Bounds a name in a reason, such as a path or a metric, so that what follows it is not cut off. */
export function cutName(name: string): string {
  return cut(name, MAX_NAME);
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
}
