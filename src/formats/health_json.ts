import type { Report, Result } from "../check/report.ts";
import type { Self, View } from "./renderer.ts";
import { SEVERITIES, type Severity, severityOf } from "../check/severity.ts";
import { VERSION } from "../process/version.ts";

export const contentType = "application/health+json";

const STATUSES: Readonly<Record<Severity, string>> = { ok: "pass", warn: "warn", fail: "fail" };
/** The public version is what a consumer depends on; the release is what runs. */
const RELEASE = { version: VERSION.split(".", 1)[0], releaseId: VERSION };

/** The report as draft-inadarei-api-health-check-06 has it. */
export function renderReport({ ready, results }: Report, { age }: View): string {
  const mostSevere = SEVERITIES.find((state) =>
    results.some((result) => severityOf(result) === state)
  );
  return JSON.stringify({
    // What is not ready fails, be it for want of any result.
    status: STATUSES[ready ? mostSevere ?? "ok" : "fail"],
    ...RELEASE,
    ...(age === undefined ? {} : { notes: [`checked ${age.toFixed(1)} s ago`] }),
    checks: Object.fromEntries(
      results.map((result) => [`${component(result)}:responseTime`, [checkOf(result)]]),
    ),
  });
}

/** What `/self` says: an answer at all is the news. */
export function renderSelf({ now, uptime }: Self): string {
  return JSON.stringify({
    status: "pass",
    ...RELEASE,
    checks: {
      uptime: [{
        componentType: "system",
        observedValue: uptime,
        observedUnit: "s",
        status: "pass",
        time: now.toISOString(),
      }],
    },
  });
}

/** Section 4: a component's name must not contain a colon, which separates it from the measurement. */
function component({ endpoint }: Result): string {
  return endpoint.name.replace(/[%:]/g, encodeURIComponent);
}

function checkOf(result: Result): object {
  const { endpoint, outcome, startedAt, duration } = result;
  return {
    componentId: endpoint.name,
    componentType: "component",
    observedValue: Math.round(duration * 1e6) / 1e3,
    observedUnit: "ms",
    status: STATUSES[severityOf(result)],
    time: startedAt.toISOString(),
    ...(outcome.ok ? {} : { output: outcome.reason }),
  };
}
