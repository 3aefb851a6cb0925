/** @module Why a check failed, in plain words. */

/** A failure of a check whose message is already a reason. */
export class CheckFailure extends Error {
  override name = "CheckFailure";
}

/** The reason if this process, not the endpoint, is out of file descriptors. */
export const NO_DESCRIPTOR = "too many open files in the sidecar";

const MAX_REASON = 200;

/** Messages of Deno, rustls and `node:tls`, and the reason for each. The first match counts. */
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
  [/not.?valid.?for.?name|does not match certificate/i, "certificate: not valid for this name"],
  [/certificate: expired|certificate has expired/i, "certificate: expired"],
  [/certificate: notvalidyet|certificate is not yet valid/i, "certificate: not valid yet"],
  [
    /unknownissuer|in certificate chain|unable to (?:verify the first|get local issuer)/i,
    "certificate: unknown issuer",
  ],
  [/causedasendentity|self-signed certificate/i, "certificate: self-signed"],
  [/invalid peer certificate: (?:Other\(OtherError\()?/i, "certificate: "],
  [/corrupt message/i, "not TLS"],
  [
    /unexpected (?:end of file|eof)|close_notify|before secure TLS/i,
    "connection closed before an answer",
  ],
  [/NoApplicationProtocol/i, "TLS refused: no protocol in common"],
  [/received fatal alert: (?:the server )?/i, "TLS refused: "],
];

/**
 * Returns the reason for a failure: one line of at most 200 characters, in plain words, without the
 * parts of a URL that may be secret.
 *
 * @param error What was thrown.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CheckFailure) return shorten(message);
  for (const [pattern, reason] of REASONS) {
    const match = pattern.exec(message);
    if (match !== null) {
      const detail = message.slice(match.index + match[0].length).replace(/\)+$/, "");
      return shorten(reason.endsWith(": ") ? reason + detail : reason);
    }
  }
  return shorten(message.replace(/ \(os error \d+\)/, ""));
}

/** Puts a text on one line and cuts it to 200 characters. */
export function shorten(text: string): string {
  // deno-lint-ignore no-control-regex
  const line = text.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, " ").trim();
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON - 3)}...` : line;
}
