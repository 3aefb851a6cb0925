/** @module Why a check failed, in plain words. */
import { cut } from "../process/text/cut.ts";
import { errorCode } from "../process/error_code.ts";
import type { Certificate } from "./certificate.ts";
import type { Failure } from "./failure.ts";
import { type Outcome, withCertificate } from "./report.ts";

/** A failure of a check whose message is already a reason. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
  /** Why the check failed, as a code. */
  readonly failure: Failure;
  /** The certificate that was refused. */
  readonly certificate: Certificate | undefined;

  /**
   * @param failure Why the check failed, as a code.
   * @param certificate The certificate that was refused.
   */
  constructor(failure: Failure, reason: string, certificate?: Certificate) {
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

/**
 * What the runtime says went wrong: the codes of system errors, the failure and the reason for them, and
 * how messages without a code put it.
 */
type Cause = readonly [codes: readonly string[], Failure, reason: string, words?: RegExp];

/**
 * The causes; the first that matches counts. An error of `fetch` has no code
 * (https://github.com/denoland/deno/issues/20394, see tests/workarounds/net_test.ts).
 */
const CAUSES: readonly Cause[] = [
  [["ECONNREFUSED"], "refused", "connection refused", /connection refused/i],
  [
    ["ECONNRESET", "ECONNABORTED", "EPIPE"],
    "reset",
    "connection reset",
    /connection reset|broken pipe|connection aborted/i,
  ],
  [["EAI_AGAIN"], "dns", "name look-up failed", /temporary failure in name resolution/i],
  [
    ["ENOTFOUND"],
    "dns",
    "name not found",
    /failed to lookup address|name or service not known|no address/i,
  ],
  [
    ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"],
    "unreachable",
    "no route to host",
    /network is unreachable|no route to host|cannot assign requested/i,
  ],
  [["EMFILE", "ENFILE"], "descriptors", NO_DESCRIPTOR, /too many open files/i],
  // Only fetch verifies a certificate without saying more.
  [
    [],
    "certificate",
    "certificate refused: one of its chain has a critical extension that is not supported, such as certificatePolicies",
    /UnsupportedCriticalExtension/,
  ],
  [[], "certificate", "certificate refused", /invalid peer certificate/i],
];

/**
 * Codes that mean this in a check, which gets them only from connecting, and another thing elsewhere, such
 * as in the start of a program. A packet filter gives EPERM or EACCES; an address that needs a zone, and
 * for `node:tls` one of a host without IPv6, gives EINVAL.
 */
const CONNECTING: readonly Cause[] = [
  [["EACCES", "EPERM"], "unreachable", "this host does not permit the connection"],
  [["EINVAL"], "unreachable", "no route to host"],
];

const MAX_REASON = 200;
const MAX_NAME = 100;

/**
 * Returns the reason for a failure in plain words, without the parts of a URL that may be secret, as
 * {@linkcode cleanReason} leaves it.
 *
 * @param error What was thrown.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CheckFailure) return cleanReason(message);
  const [, , reason] = causeOf(error) ??
    CAUSES.find(([codes, , , words]) =>
      words?.test(message) || codes.some((code) => message.includes(code))
    ) ?? [];
  return reason ?? cleanReason(message.replace(/ \(os error \d+\)/, ""));
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
    : causeOf(error) ?? causeOf(error, CONNECTING) ?? [[], "other", reasonOf(error)];
  const failed = { ok: false, status: null, failure, reason } as const;
  const outcome: Outcome = error instanceof WaitFailure ? { ...failed, waited: true } : failed;
  return withCertificate(outcome, isKnown ? error.certificate : undefined);
}

/** Returns the cause that the code of an error names. */
function causeOf(error: unknown, causes = CAUSES): Cause | undefined {
  const code = errorCode(error);
  return causes.find(([codes]) => codes.includes(code));
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

/** Replaces white space, and whatever is invisible, by single spaces. */
export function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
}
