/**
 * Sends bytes that no HTTP client would send.
 *
 * @param head The request line and the fields, without `Connection` and the empty line.
 * @param signal Closes the connection.
 * @returns The whole answer.
 */
export async function sendRaw(port: number, head: string, signal?: AbortSignal): Promise<string> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port });
  signal?.addEventListener("abort", () => conn[Symbol.dispose]());
  const bytes = Uint8Array.from(`${head}\r\nConnection: close\r\n\r\n`, (c) => c.charCodeAt(0));
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
  let text = "";
  const buffer = new Uint8Array(4096);
  for (let count; (count = await conn.read(buffer)) !== null;) {
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}
