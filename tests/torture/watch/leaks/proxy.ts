/** @module A proxy that reaches nobody. */
import { listen, type Misbehaving } from "../../../servers/misbehaving.ts";
import { secretsIn } from "./secrets.ts";
import type { Truth } from "../truth/truth.ts";

const OPENED = new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n");

/** Starts a proxy that opens tunnels, and judges what it gets before and within each. */
export function startProxy(truth: Truth): Misbehaving {
  return listen(async (conn) => {
    const buffer = new Uint8Array(65_536);
    for (let text = "";;) {
      const count = await conn.read(buffer);
      if (count === null) return;
      text += new TextDecoder("latin1").decode(buffer.subarray(0, count));
      for (const place of secretsIn(text, "proxy")) {
        truth.fault(`the proxy got the secret of ${place}`);
      }
      const [head = "", rest] = text.split("\r\n\r\n");
      if (!/^CONNECT \S+ HTTP\/1\.1/.test(head)) truth.fault(`the proxy got ${head}`);
      // What comes through the tunnel is the begin of a handshake, which nobody answers.
      if (rest === "") await conn.write(OPENED);
      else if (rest !== undefined) return conn.close();
    }
  });
}
