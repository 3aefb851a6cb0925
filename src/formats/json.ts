/** @module Reports as JSON. */
import type { Outcome, Report } from "../check/report.ts";
import type { Phase } from "../check/phase.ts";
import { roundDuration } from "../process/time/duration.ts";
import type { Self, View } from "./renderer.ts";

/** The value of `Content-Type`. */
export const contentType = "application/json";

/** Renders a report as one JSON object. Its keys are a public contract. */
export function renderReport({ ready, startedAt, results }: Report, view: View): string {
  const { age, pending, part } = view;
  return JSON.stringify({
    ready,
    timestamp: pending ? null : startedAt.date.toISOString(),
    checks: Object.fromEntries(
      results.map(({ endpoint, outcome }) => [endpoint.name, outcome.ok]),
    ),
    message: ready ? "Ready" : unreadyMessage(view),
    endpoints: results.map(({ endpoint, outcome, duration, age = 0, phases }) => ({
      name: endpoint.name,
      url: endpoint.shownUrl,
      ok: outcome.ok,
      optional: endpoint.optional,
      groups: endpoint.groups,
      status: outcome.status,
      failure: outcome.ok ? null : outcome.failure,
      reason: outcome.ok ? null : outcome.reason,
      warning: outcome.ok ? outcome.warning ?? null : null,
      certificate: certificateOf(outcome),
      duration_seconds: roundDuration(duration),
      age_seconds: roundDuration(age),
      ...(phases === undefined ? {} : { phases: phases.map(rounded) }),
    })),
    ...(part === undefined ? {} : { of: part.of, without: part.without }),
    ...(age === undefined ? {} : { age_seconds: roundDuration(age) }),
  });
}

function unreadyMessage({ pending, stale, ending }: View): string {
  if (ending !== undefined) return ending;
  if (pending) return "No round has ended yet";
  return stale ? "Stale" : "Not ready";
}

/** Renders `/self`. The last heartbeat is now: a reactive process has no other than its answer. */
export function renderSelf({ now, uptime }: Self): string {
  return JSON.stringify({
    alive: true,
    timestamp: now.toISOString(),
    uptime_seconds: roundDuration(uptime),
    last_heartbeat: now.toISOString(),
  });
}

function rounded(phase: Phase): Phase {
  return { ...phase, ms: roundDuration(phase.ms / 1000, "ms") };
}

function certificateOf({ certificate }: Outcome): object | null {
  if (certificate === undefined) return null;
  const { expires, issuer, subject } = certificate;
  return { expires: expires.toISOString(), issuer, subject };
}
