/** @module Reports as `application/health+json`. */
import {
  type Outcome,
  type Report,
  type Result,
  SEVERITIES,
  type Severity,
  severityOf,
} from "../check/report.ts";
import { partInWords } from "./part.ts";
import type { Self, View } from "./renderer.ts";
import { roundDuration } from "../process/time/duration.ts";
import { VERSION } from "../process/version.ts";

/** The value of `Content-Type`. */
export const contentType = "application/health+json";

const STATUSES: Readonly<Record<Severity, string>> = { ok: "pass", warn: "warn", fail: "fail" };
/** `version` is the version of the interface, `releaseId` that of the program (section 3). */
const RELEASE = { version: VERSION.split(".", 1)[0], releaseId: VERSION };

/**
 * Renders a report as draft-inadarei-api-health-check-06 specifies. An unready report is `fail`,
 * even without results.
 */
export function renderReport({ ready, results }: Report, view: View): string {
  const { age, stale, pending, ending, part } = view;
  const notes = [
    ...(part === undefined ? [] : [partInWords(part)]),
    ...(age === undefined ? [] : [`checked ${age.toFixed(1)} s ago`]),
  ];
  const worst = SEVERITIES.find((severity) =>
    results.some((result) => severityOf(result) === severity)
  );
  return JSON.stringify({
    status: STATUSES[ready ? worst ?? "ok" : "fail"],
    ...RELEASE,
    ...(notes.length === 0 ? {} : { notes }),
    ...(pending ? { output: "no round has ended yet" } : {}),
    ...(ending === undefined ? {} : { output: ending.toLowerCase() }),
    ...(stale ? { output: "stale: the last round is too old" } : {}),
    checks: Object.fromEntries(
      results.map((result) => [`${component(result)}:responseTime`, [checkOf(result)]]),
    ),
  });
}

/** Renders `/self`. It always passes: a process that answers is alive. */
export function renderSelf({ now, uptime }: Self): string {
  return JSON.stringify({
    status: "pass",
    ...RELEASE,
    checks: {
      uptime: [{
        componentType: "system",
        observedValue: roundDuration(uptime),
        observedUnit: "s",
        status: "pass",
        time: now.toISOString(),
      }],
    },
  });
}

/** Section 4: a component's name must not contain a colon, which ends it in the key of a check. */
function component({ endpoint }: Result): string {
  return endpoint.name.replace(/[%:]/g, encodeURIComponent);
}

function checkOf(result: Result): object {
  const { endpoint, outcome, startedAt, duration } = result;
  return {
    componentId: endpoint.name,
    componentType: "component",
    observedValue: roundDuration(duration, "ms"),
    observedUnit: "ms",
    status: STATUSES[severityOf(result)],
    time: startedAt.date.toISOString(),
    ...outputOf(outcome),
  };
}

/** Section 4.7: a check that passes has no output. */
function outputOf(outcome: Outcome): { output?: string } {
  if (!outcome.ok) return { output: outcome.reason };
  return outcome.warning === undefined ? {} : { output: outcome.warning };
}
