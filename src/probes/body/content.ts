import type { BodyJudge, Subject } from "./judge.ts";
import type { BodyOptions } from "./options.ts";
import { JsonJudge } from "./json/judge.ts";
import type { Json } from "./json/values.ts";
import { TextJudge } from "./text/judge.ts";

/**
 * Creates the judges of one body or file by its text and its JSON.
 *
 * @param onMissing Called with each path that has no value to compare, which counts as 0; `undefined` if it
 * does not.
 * @param judgeDocument Judges the document of JSON besides.
 */
export function createContentJudges(
  { contains, json }: BodyOptions,
  subject: Subject,
  onMissing?: (path: string) => void,
  judgeDocument?: (document: Json) => string | null,
): BodyJudge[] {
  const judges: BodyJudge[] = [];
  if (contains !== null) judges.push(new TextJudge(contains, subject));
  if (json !== null || judgeDocument !== undefined) {
    judges.push(new JsonJudge(json ?? [], subject, onMissing, judgeDocument));
  }
  return judges;
}
