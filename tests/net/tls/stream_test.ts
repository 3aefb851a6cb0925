import { EventEmitter } from "node:events";
import type { TLSSocket } from "node:tls";
import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { streamOf } from "../../../src/net/tls/stream.ts";

/** A socket that gives these bytes, emits an alert if there is one, and ends. */
class EndingSocket extends EventEmitter {
  readonly #code: string | undefined;

  constructor(code?: string) {
    super();
    this.#code = code;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1, 2, 3);
    if (this.#code !== undefined) {
      this.emit("error", Object.assign(new Error(), { code: this.#code }));
    }
  }
}

Deno.test("Stream.read() returns what fits, the rest, and null when the peer closed", async () => {
  const stream = streamOf(new EndingSocket() as unknown as TLSSocket, false);
  const buffer = new Uint8Array(2);
  assertEquals([await stream.read(buffer), ...buffer], [2, 1, 2]);
  assertEquals([await stream.read(buffer), buffer[0]], [1, 3]);
  assertEquals(await stream.read(buffer), null);
});

Deno.test("Stream.read() throws what the alert says when the stream ends after one", async () => {
  const socket = new EndingSocket("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED");
  const stream = streamOf(socket as unknown as TLSSocket, false);
  await stream.read(new Uint8Array(3));
  await assertRejects(
    () => stream.read(new Uint8Array(3)),
    CheckFailure,
    "the server wants a client certificate",
  );
});
