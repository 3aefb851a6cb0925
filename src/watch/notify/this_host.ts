/** @module A POST over HTTP to this host. */
import { STATUS_CODE } from "@std/http/status";
import { reasonOf } from "../../check/reason.ts";
import { portOf } from "../../net/address.ts";
import { readBody } from "../../net/http1/body.ts";
import { writeWhile } from "../../net/http1/exchange.ts";
import { fieldValues, readHead } from "../../net/http1/head.ts";
import { basicCredentials, requestBytes } from "../../net/http1/request.ts";
import { dial } from "../../net/sockets/dial.ts";
import { readWord } from "./word.ts";

/** The part of an answer that tells whether a message was accepted. */
export interface Answer extends Pick<Response, "status" | "headers"> {
  /** The word in the body of a refusal. */
  readonly word?: string | undefined;
}

/** Returns whether another attempt would end the same way. */
export function isRefused(status: number): boolean {
  return status < 200 ||
    (status >= 300 && status !== STATUS_CODE.TooManyRequests &&
      status < STATUS_CODE.InternalServerError);
}

/** No connection was established, so nothing was sent. Its message is a reason. */
export class NotConnected extends Error {
  override name = "NotConnected";
}

/**
 * Sends JSON without a proxy. The target is in origin form (RFC 9112, section 3.2.1), by which a relay
 * routes.
 *
 * @param url An `http` URL of this host. Its user info becomes basic authentication.
 * @param signal Closes the connection.
 * @returns The status, and the fields that say when to try again.
 * @throws {NotConnected} if no connection was established.
 * @throws what `readHead` and the connection throw.
 */
export async function postToThisHost(
  url: URL,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const port = portOf(url);
  const lookUp = (): never => {
    throw new NotConnected("name not found");
  };
  using conn = await dial({ hostname: url.hostname, port, lookUp, signal }).catch((error) => {
    throw signal.aborted ? error : new NotConnected(reasonOf(error));
  });
  const close = (): void => conn.close();
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    const head = await writeWhile(conn, requestOf(url, body), () => readHead(conn));
    const headers = new Headers();
    for (const name of ["date", "retry-after"]) {
      const value = fieldValues(head, name).join(", ");
      if (value !== "") headers.set(name, value);
    }
    const word = isRefused(head.status) ? await readWord(readBody(conn, head)) : undefined;
    return { status: head.status, headers, word };
  } finally {
    signal.removeEventListener("abort", close);
  }
}

function requestOf(url: URL, body: string): Uint8Array {
  const { host, pathname, search, username, password } = url;
  const bytes = new TextEncoder().encode(body);
  const hasUser = username !== "" || password !== "";
  const lines = [
    `POST ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${bytes.length}`,
    "Connection: close",
    ...(hasUser ? [`Authorization: ${basicCredentials(url)}`] : []),
  ];
  return requestBytes(lines, bytes);
}
