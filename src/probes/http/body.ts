/** @module The judges of a body, and how it is read for them. */
import type { Stream } from "../../net/http1/exchange.ts";
import { endsWithClose, readBody } from "../../net/http1/body.ts";
import { fieldValues, type Head } from "../../net/http1/head.ts";
import type { BodyJudge } from "../body/judge.ts";
import { createContentJudges } from "../body/content.ts";
import { MetricsJudge } from "../body/metrics/judge.ts";
import type { Work } from "../body/metrics/progress.ts";
import { judgePieces } from "../body/pieces.ts";
import type { HttpOptions } from "./options.ts";

/**
 * The registered codings that compress (RFC 9110, section 16.6.1). Servers that do not compress are
 * known to send others, such as `utf-8`.
 */
const COMPRESSION = /^(?:br|(?:x-)?compress|dcb|dcz|deflate|(?:x-)?gzip|zstd)$/i;

/**
 * Creates the judges of one body.
 *
 * @param onWork Called with the neighbour's work, if the endpoint looks at its progress.
 */
export function createBodyJudges(own: HttpOptions, onWork: (work: Work) => void): BodyJudge[] {
  const judges = createContentJudges(own, "body");
  if (own.metric !== null || own.progress !== null) judges.push(new MetricsJudge(own, onWork));
  return judges;
}

/**
 * Reads a body until every judge knows its verdict, or one of them fails. It holds a piece of the body,
 * and what the judges keep.
 *
 * @param judges At least one. Each is new.
 * @returns The reason for a failure, or `null`.
 * @throws what {@linkcode readBody} throws.
 */
export async function judgeBody(
  judges: readonly BodyJudge[],
  conn: Stream,
  head: Head,
): Promise<string | null> {
  const compressions = ["content-encoding", "transfer-encoding"]
    .flatMap((name) => fieldValues(head, name))
    .filter((coding) => COMPRESSION.test(coding));
  if (compressions.length > 0) return `the answer is compressed (${compressions.join(", ")})`;
  return await judgePieces(judges, readBody(conn, head), endsWithClose(head));
}
