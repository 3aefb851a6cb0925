import type { BodyJudge, Subject } from "./body_judge.ts";
import type { BodyOptions } from "./body_options.ts";
import { JsonJudge } from "./json_judge.ts";
import { TextJudge } from "./text_judge.ts";

/** Creates the judges of one body or file by its text and its JSON. */
export function createContentJudges(
  { contains, json }: BodyOptions,
  subject: Subject,
): BodyJudge[] {
  const judges: BodyJudge[] = [];
  if (contains !== null) judges.push(new TextJudge(contains, subject));
  if (json !== null) judges.push(new JsonJudge(json, subject));
  return judges;
}
