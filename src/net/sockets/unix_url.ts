/** @module The URLs of the kinds that connect to a socket file. */
import { decodePercent } from "../../process/text/percent.ts";

/** What such a URL names. */
export interface Socket {
  /** The path of the socket file. */
  readonly path: string;
  /** What follows the colon: path and query. */
  readonly target: string;
}

/** The bytes of `sun_path`, without the terminating zero (unix(7)). */
const MAX_PATH = 107;

/**
 * Splits `SCHEME:///SOCKET:/PATH` at the first colon that a slash follows. SOCKET may be
 * percent-encoded.
 *
 * @returns The parts; `undefined` if there is no such colon, or no socket file can have that path.
 */
export function socketOf(url: URL): Socket | undefined {
  const [, file = "", path = ""] = /^(.+?):(\/.*)$/s.exec(url.pathname) ?? [];
  const decoded = decodePercent(file);
  if (!decoded || decoded.includes("\0")) return undefined;
  if (new TextEncoder().encode(decoded).length > MAX_PATH) return undefined;
  return { path: decoded, target: path + url.search };
}
