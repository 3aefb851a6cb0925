/** @module The verdict on the body of an answer. */
import { CheckFailure, failureOf } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { OngoingPhase } from "../../check/trace.ts";
import type { Stream } from "../../net/http1/exchange.ts";
import { endsWithClose, readBody } from "../../net/http1/body.ts";
import { discard, linger } from "../../net/http1/discard.ts";
import { fieldValues, type Head } from "../../net/http1/head.ts";
import { counted } from "./phases.ts";
import type { BodyJudge } from "../body/judge.ts";
import { judgePieces } from "../body/pieces.ts";

/**
 * The registered codings that compress (RFC 9110, section 16.6.1). Servers that do not compress are
 * known to send others, such as `utf-8`.
 */
const COMPRESSION = /^(?:br|(?:x-)?compress|dcb|dcz|deflate|(?:x-)?gzip|zstd)$/i;

/**
 * Clients ignore such a field, and proxies remove its space (RFC 9112, section 5.1), so that the two
 * see different bodies.
 */
const SPACED_FRAMING = /^(content-length|transfer-encoding) +:/im;

/** Options of {@linkcode judgeAnswer}. */
export interface JudgeAnswerOptions {
  /** The connection that the head was read from. */
  conn: Stream;
  head: Head;
  /** Each is new. */
  judges: readonly BodyJudge[];
  /** Closes the connection. */
  close: () => void;
  /**
   * Takes how much of the body comes.
   * @default {undefined}
   */
  receive?: OngoingPhase | undefined;
}

/**
 * Reads the body of an answer, and judges it if the head is a success. Without a judge, it reads as much as
 * the kubelet does. After a wrong status, or a success that the start of a body shows, it reads on for a
 * moment.
 *
 * @param verdict The outcome by the head.
 * @returns The outcome by the body too. It never rejects.
 */
export async function judgeAnswer(
  verdict: Outcome,
  { conn, head, judges, close, receive }: JudgeAnswerOptions,
): Promise<Outcome> {
  const body = readBody(conn, head);
  const pieces = receive === undefined ? body : counted(body, head, receive);
  const { status } = head;
  try {
    if (verdict.ok && judges.length === 0) {
      await discard(pieces);
      receive?.end();
      return verdict;
    }
    const reason = verdict.ok ? await judgeBody(judges, pieces, head) : null;
    if (reason !== null) {
      receive?.end();
      return { ok: false, status, failure: "body", reason };
    }
  } catch (error) {
    return { ...failureOf(error), status };
  }
  await linger(pieces, close);
  receive?.end();
  return verdict;
}

/**
 * Reads a body until every judge knows its verdict, or one of them fails. It holds a piece of the body,
 * and what the judges keep.
 *
 * @param judges At least one. Each is new.
 * @param pieces What {@linkcode readBody} returned. It can be read on afterwards.
 * @returns The reason for a failure, or `null`.
 * @throws what {@linkcode readBody} throws.
 */
export async function judgeBody(
  judges: readonly BodyJudge[],
  pieces: AsyncGenerator<Uint8Array>,
  head: Head,
): Promise<string | null> {
  const [, ambiguous] = SPACED_FRAMING.exec(head.fields) ?? [];
  if (ambiguous !== undefined) throw new CheckFailure("protocol", `not HTTP: bad ${ambiguous}`);
  const compressions = ["content-encoding", "transfer-encoding"]
    .flatMap((name) => fieldValues(head, name))
    .filter((coding) => COMPRESSION.test(coding));
  if (compressions.length > 0) return `the answer is compressed (${compressions.join(", ")})`;
  // A loop that ends early would close the generator.
  const open = { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) };
  return await judgePieces(judges, open, endsWithClose(head));
}
