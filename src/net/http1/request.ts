/** @module The bytes of an HTTP/1.1 request (RFC 9112). */

/**
 * Returns the bytes of a request.
 *
 * @param lines The request line and the field lines, without their ends.
 * @param body The body; `null` if there is none.
 */
export function requestBytes(
  lines: readonly string[],
  body: Uint8Array | null,
): Uint8Array {
  const head = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
  if (body === null) return head;
  const request = new Uint8Array(head.length + body.length);
  request.set(head);
  request.set(body, head.length);
  return request;
}

/** Returns the value of `Authorization` for the user info of a URL (RFC 7617, in UTF-8). */
export function basicCredentials({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${new TextEncoder().encode(pair).toBase64()}`;
}
