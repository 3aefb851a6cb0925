import type { Report } from "../check/report.ts";
import type { Self, View } from "./renderer.ts";

export const contentType = "application/json";

/** The report for programs. */
export function renderReport({ ready, startedAt, results }: Report, { age }: View): string {
  return JSON.stringify({
    ready,
    timestamp: startedAt.toISOString(),
    checks: Object.fromEntries(
      results.map(({ endpoint, outcome }) => [endpoint.name, outcome.ok]),
    ),
    message: ready ? "Ready" : "Not ready",
    endpoints: results.map(({ endpoint, outcome, duration }) => ({
      name: endpoint.name,
      url: endpoint.shownUrl,
      ok: outcome.ok,
      optional: endpoint.optional,
      status: outcome.status,
      reason: outcome.ok ? null : outcome.reason,
      duration_seconds: duration,
    })),
    ...(age === undefined ? {} : { age_seconds: age }),
  });
}

/** What `/self` says; the heartbeat is this answer, for nothing else beats in a reactive process. */
export function renderSelf({ now, uptime }: Self): string {
  return JSON.stringify({
    alive: true,
    timestamp: now.toISOString(),
    uptime_seconds: uptime,
    last_heartbeat: now.toISOString(),
  });
}
