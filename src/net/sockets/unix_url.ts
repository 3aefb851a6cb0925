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
 * percent-encoded. Without such a colon, all of it is SOCKET, and PATH is `/`.
 *
 * @returns The parts; `undefined` if no socket file can have that path.
 */
export function socketOf(url: URL): Socket | undefined {
  const [, file = "", path = "/"] = /^(.+?)(?::(\/.*))?$/s.exec(url.pathname) ?? [];
  const decoded = decodePercent(file);
  // A colon at the end was meant to be followed by a path.
  if (!decoded || /\0|[/:]$/.test(decoded) || isTooLong(decoded)) return undefined;
  return { path: decoded, target: path + url.search };
}

/** Returns what the path of the socket file must be, if the limit of the system is why it cannot be one. */
export function socketLimit(url: URL): string | undefined {
  const [file = ""] = url.pathname.split(":/", 1);
  return isTooLong(decodePercent(file) ?? "")
    ? `its socket file must have a path of at most ${MAX_PATH} bytes`
    : undefined;
}

function isTooLong(path: string): boolean {
  return new TextEncoder().encode(path).length > MAX_PATH;
}
