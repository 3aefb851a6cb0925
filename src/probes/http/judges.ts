import type { BodyJudge } from "../body/judge.ts";
import { createContentJudges } from "../body/content.ts";
import type { HttpOptions } from "./options.ts";
import { MetricsJudge, type MetricsSeen } from "../body/metrics/judge.ts";

/**
 * Creates the judges of one body.
 *
 * @param seen Takes what a metrics page shows besides the verdict.
 */
export function createBodyJudges(own: HttpOptions, seen: MetricsSeen): BodyJudge[] {
  const judges = createContentJudges(
    own,
    "body",
    own.ifMissing ? (name) => seen.onMissing({ name, nearest: undefined }) : undefined,
  );
  if (own.metric !== null || own.progress !== null) judges.push(new MetricsJudge(own, seen));
  return judges;
}
