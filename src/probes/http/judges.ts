import type { BodyJudge } from "../body/judge.ts";
import { createContentJudges } from "../body/content.ts";
import type { HttpOptions } from "./options.ts";
import { MetricsJudge } from "../body/metrics/judge.ts";
import type { Work } from "../body/metrics/progress.ts";

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
