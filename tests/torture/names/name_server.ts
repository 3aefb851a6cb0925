/** @module A name server that answers only some questions. */
import { createSocket } from "node:dgram";

const PORT = 53;
const HEADER_BYTES = 12;
const TYPE_A = 1;
/** A pointer to the name of the question, type A, class IN, 60 s, and the address 127.0.0.1. */
const RECORD = [0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1];

/**
 * Starts a name server on port 53 of 127.0.0.1. It says that names under `good.example` are 127.0.0.1,
 * and never answers any other question (RFC 1035, section 4.1). Disposing of the result ends it.
 */
export async function startNameServer(): Promise<AsyncDisposable> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const { name, end } = questionOf(query);
    if (/(?:^|\.)good\.example$/i.test(name)) socket.send(answerTo(query, end), port, address);
  });
  const listening = Promise.withResolvers<void>();
  socket.once("error", listening.reject);
  socket.bind(PORT, "127.0.0.1", listening.resolve);
  await listening.promise;
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      socket.close(closed.resolve);
      await closed.promise;
    },
  };
}

/** The name of a query's question, and where its name ends. */
function questionOf(query: Uint8Array): { name: string; end: number } {
  const labels: string[] = [];
  let end = HEADER_BYTES;
  for (let length; (length = query[end] ?? 0) > 0; end += 1 + length) {
    labels.push(new TextDecoder().decode(query.subarray(end + 1, end + 1 + length)));
  }
  return { name: labels.join("."), end: end + 1 };
}

/** The name's address if the query is for IPv4, or an answer without a record. */
function answerTo(query: Uint8Array, end: number): Uint8Array<ArrayBuffer> {
  const records = query[end + 1] === TYPE_A ? RECORD : [];
  const [id1 = 0, id2 = 0] = query;
  // A response, recursion desired and available, no error; one question.
  const header = [id1, id2, 0x81, 0x80, 0, 1, 0, records.length === 0 ? 0 : 1, 0, 0, 0, 0];
  return Uint8Array.of(...header, ...query.subarray(HEADER_BYTES, end + 4), ...records);
}
