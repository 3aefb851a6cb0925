import type { BodyJudge, Subject } from "./judge.ts";
import type { BodyOptions } from "./options.ts";
import { type DocumentReader, JsonJudge } from "./json/judge.ts";
import { TextJudge } from "./text/judge.ts";

/**
 * Creates the judges of one body or file by its text and its JSON.
 *
 * @param onMissing Called with each path that has no value to compare, which counts as 0; `undefined` if it
 * does not.
 * @param reader Judges the document of JSON besides.
 */
export function createContentJudges(
  { contains, json }: BodyOptions,
  subject: Subject,
  onMissing?: (path: string) => void,
  reader?: DocumentReader,
): BodyJudge[] {
  const judges: BodyJudge[] = [];
  if (contains !== null) judges.push(new TextJudge(contains, subject));
  if (json !== null || reader !== undefined) {
    judges.push(new JsonJudge(json ?? [], subject, onMissing, reader));
  }
  return judges;
}
