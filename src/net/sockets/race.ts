/** @module Connecting to the first address that accepts. */
import type { Milliseconds } from "../../process/time/duration.ts";
import { errorCode } from "../../process/error_code.ts";

/** The next address is tried after this (RFC 8305, section 5, Connection Attempt Delay). */
const DELAY_MS: Milliseconds = 250;
/** More addresses wait until one of these has refused, so that one check opens few sockets. */
const MAX_RUNNING = 8;
/** The codes of a host without IPv6. Deno's `node:tls` gives EINVAL for EADDRNOTAVAIL. */
const UNREACHABLE = [
  "EADDRNOTAVAIL",
  "EAFNOSUPPORT",
  "EHOSTUNREACH",
  "EINVAL",
  "ENETUNREACH",
  "ETIMEDOUT",
];

/** Connects to one address. The signal aborts the attempt. */
export type Connect<T> = (address: string, signal: AbortSignal) => Promise<T>;

/**
 * Connects to the address that accepts first, as Happy Eyeballs does (RFC 8305): it tries the next
 * address when one refuses or cannot be reached, and when one has not accepted after 250 ms.
 *
 * @param addresses At least one.
 * @param connect Connects to one address.
 * @param signal Aborts every attempt.
 * @returns What `connect` returned; every other connection is closed.
 * @throws what `connect` threw: a failure of another kind at once; if every address fails, a refusal
 * rather than a missing route.
 */
export async function connectToFirst<T extends { close(): void }>(
  addresses: readonly string[],
  connect: Connect<T>,
  signal: AbortSignal,
): Promise<T> {
  const [only] = addresses;
  if (addresses.length === 1 && only !== undefined) return await connect(only, signal);
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = new AbortController();
  const abort = (): void => stop.abort(signal.reason);
  const left = [...addresses];
  let running = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failure: unknown;

  const won = (connection: T): void => {
    running--;
    if (stop.signal.aborted) {
      connection.close();
      reject(stop.signal.reason);
    } else {
      resolve(connection);
      stop.abort();
    }
  };
  const lost = (error: unknown): void => {
    running--;
    if (!isRefused(error) && !isUnreachable(error)) {
      reject(error);
      stop.abort();
      return;
    }
    if (failure === undefined || isUnreachable(failure)) failure = error;
    next();
    if (running === 0) reject(failure);
  };
  const next = (): void => {
    clearTimeout(timer);
    if (running === MAX_RUNNING || stop.signal.aborted) return;
    const address = left.shift();
    if (address === undefined) return;
    running++;
    timer = setTimeout(next, DELAY_MS);
    connect(address, stop.signal).then(won, lost);
  };

  signal.addEventListener("abort", abort);
  next();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

/** Whether an address answered that nothing listens there. */
export function isRefused(error: unknown): boolean {
  return errorCode(error) === "ECONNREFUSED";
}

/** Whether this host has no route to an address. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.includes(errorCode(error));
}
