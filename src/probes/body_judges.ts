import type { BodyJudge } from "./body_judge.ts";
import { createContentJudges } from "./content_judges.ts";
import type { HttpOptions } from "./http_options.ts";
import { MetricsJudge } from "./metrics_judge.ts";
import type { Work } from "./progress_state.ts";

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
