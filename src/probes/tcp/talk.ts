import { CheckFailure, WaitFailure } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { OngoingPhase, Trace } from "../../check/trace.ts";
import { type Stream, writeWhile } from "../../net/http1/exchange.ts";
import { amountRead } from "../body/text/amount_read.ts";
import { ByteSearch } from "../body/text/search.ts";
import { MAX_ANSWER, type TcpOptions } from "./options.ts";

const BUFFER_SIZE = 4096;

/**
 * Sends `send`, and reads until the answer holds `expect`, or its first byte where nothing is expected:
 * the kernel also takes the bytes for a process that hangs. The server may speak first. With neither, the
 * connection is enough.
 *
 * @param signal The abort that closes the connection.
 * @param trace Takes the phases.
 * @throws {CheckFailure} if the server closes before an answer, or the signal ends a wrong answer.
 * @throws what the connection throws.
 */
export function talk(
  conn: Stream,
  { send, expect }: TcpOptions,
  signal: AbortSignal,
  trace?: Trace,
): Promise<Outcome> {
  if (send === null && expect === null) {
    return Promise.resolve({ ok: true, status: null, found: "connected" });
  }
  if (send !== null) trace?.add("send", amountRead(send.length, Infinity));
  const receive = trace?.begin("receive");
  return writeWhile(
    conn,
    send ?? new Uint8Array(),
    () =>
      expect === null ? readAnything(conn, receive) : readExpected(conn, expect, signal, receive),
  );
}

async function readAnything(conn: Stream, receive?: OngoingPhase): Promise<Outcome> {
  if (await conn.read(new Uint8Array(1)) === null) throw closedEarly();
  receive?.end("1 byte, and perhaps more");
  return { ok: true, status: null, found: "answered" };
}

async function readExpected(
  conn: Stream,
  expect: Uint8Array,
  signal: AbortSignal,
  receive?: OngoingPhase,
): Promise<Outcome> {
  const search = new ByteSearch(expect);
  const buffer = new Uint8Array(BUFFER_SIZE);
  let length = 0;
  const reason = (): string => `expected bytes not found in ${amountRead(length, MAX_ANSWER)}`;
  try {
    while (length < MAX_ANSWER) {
      const count = await conn.read(buffer.subarray(0, MAX_ANSWER - length));
      if (count === null && length === 0) throw closedEarly();
      if (count === null) {
        receive?.end(", then the server closed");
        break;
      }
      length += count;
      if (receive !== undefined) receive.shown = amountRead(length, Infinity);
      search.read(buffer.subarray(0, count));
      if (search.found) {
        receive?.end();
        return { ok: true, status: null, found: "answered as expected" };
      }
    }
  } catch (error) {
    throw signal.aborted && length > 0 ? new WaitFailure("body", reason()) : error;
  }
  receive?.end();
  return { ok: false, status: null, failure: "body", reason: reason() };
}

function closedEarly(): CheckFailure {
  return new CheckFailure("reset", "connection closed before an answer");
}
