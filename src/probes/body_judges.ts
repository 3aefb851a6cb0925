import type { BodyJudge } from "./body_judge.ts";
import type { HttpOptions } from "./http_options.ts";
import { JsonJudge } from "./json_judge.ts";
import { MetricsJudge } from "./metrics_judge.ts";
import type { Work } from "./progress_state.ts";
import { TextJudge } from "./text_judge.ts";

/**
 * Creates the judges of one body.
 *
 * @param onWork Called with the neighbour's work, if the endpoint looks at its progress.
 */
export function createBodyJudges(own: HttpOptions, onWork: (work: Work) => void): BodyJudge[] {
  const judges: BodyJudge[] = [];
  if (own.contains !== null) judges.push(new TextJudge(own.contains));
  if (own.json !== null) judges.push(new JsonJudge(own.json));
  if (own.metric !== null || own.progress !== null) judges.push(new MetricsJudge(own, onWork));
  return judges;
}
