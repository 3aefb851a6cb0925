import { decodePercent } from "../process/percent.ts";

/** What an `http+unix:` URL names. */
export interface Socket {
  /** The socket file. */
  readonly path: string;
  /** What to ask for: path and query. */
  readonly target: string;
}

/** What the kernel takes, less the zero at its end (unix(7)). */
const LONGEST_PATH = 107;

/**
 * Reads `http+unix:///SOCKET:/PATH`: the socket file ends at the first colon before a slash, and may be
 * percent-encoded. Returns `undefined` where there is no such colon or the socket file cannot be one.
 */
export function socketOf(url: URL): Socket | undefined {
  const [, file = "", path = ""] = /^(.+?):(\/.*)$/s.exec(url.pathname) ?? [];
  const decoded = decodePercent(file);
  if (!decoded || decoded.includes("\0")) return undefined;
  if (new TextEncoder().encode(decoded).length > LONGEST_PATH) return undefined;
  return { path: decoded, target: path + url.search };
}
