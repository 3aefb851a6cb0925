/** @module The options of the kind `tcp:`. */
import type { KindOptions } from "../kind.ts";

/** The part of an endpoint that talks over TCP. */
export interface TcpOptions {
  /** The bytes to send after connecting. They may be secret. */
  readonly send: Uint8Array | null;
  /** The bytes that the answer must hold. They may be secret. */
  readonly expect: Uint8Array | null;
}

/** The bytes of an answer that `expect` reads. */
export const MAX_ANSWER: number = 64 * 1024;

/** The options of the kind `tcp:`. */
export const TCP_OPTIONS: KindOptions<TcpOptions> = {
  table: {
    send: {
      value: "BYTES",
      help: "what to send after connecting, such as PING%0D%0A; the server must answer something",
      must: "bytes, such as PING%0D%0A",
      bytes: true,
      secret: true,
      read: (value) => value === "" ? undefined : { send: bytesOf(value) },
    },
    expect: {
      value: "BYTES",
      help: "what the first 64 KiB of the answer must hold, such as %2BPONG",
      must: "1 to 65536 bytes, such as %2BPONG",
      bytes: true,
      secret: true,
      read: (value) =>
        value === "" || value.length > MAX_ANSWER ? undefined : { expect: bytesOf(value) },
    },
  },
};

function bytesOf(value: string): Uint8Array {
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
}
