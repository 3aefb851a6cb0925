import type { BodyJudge } from "../body/judge.ts";
import { createContentJudges } from "../body/content.ts";
import { createWorkReader } from "../body/metrics/document.ts";
import { MetricsJudge, type MetricsSeen } from "../body/metrics/judge.ts";
import type { HttpOptions } from "./options.ts";

/**
 * Creates the judges of one body.
 *
 * @param seen Takes what a metrics page, or a document, shows besides the verdict.
 */
export function createBodyJudges(own: HttpOptions, seen: MetricsSeen): BodyJudge[] {
  const { metric, progress, ifMissing } = own;
  const isInJson = progress?.path !== undefined;
  const judges = createContentJudges(
    own,
    "body",
    ifMissing ? (name) => seen.onMissing({ name, nearest: undefined }) : undefined,
    isInJson ? createWorkReader(own, seen) : undefined,
  );
  const readsPage = metric !== null || progress !== null && !isInJson;
  if (readsPage) judges.push(new MetricsJudge(own, seen));
  return judges;
}
