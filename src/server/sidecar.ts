import { createApp } from "./app.ts";
import { logChanges } from "../check/changes.ts";
import type { Family } from "../metrics/family.ts";
import type { Log } from "../process/log.ts";
import { loadProbes } from "../endpoint/kinds.ts";
import type { Endpoint, Report, Result } from "../check/report.ts";
import { Rounds } from "../check/rounds.ts";
import type { Settings } from "../cli/settings.ts";
import { Registry } from "../metrics/registry.ts";

/** What serving is made of. */
export interface Sidecar {
  readonly app: ReturnType<typeof createApp>;
  /** A round that begins no earlier than the call. */
  readonly ask: (endpoints: readonly Endpoint[]) => Promise<Report>;
}

/** Joins endpoints, rounds, log, registry and routes; the families are what else the metrics tell. */
export async function createSidecar(
  settings: Settings,
  log: Log,
  families?: () => readonly Family[],
): Promise<Sidecar> {
  const { endpoints } = settings;
  const targets = await loadProbes(endpoints, settings);
  const registry = new Registry();
  const logChange = logChanges(log);
  const rounds = new Rounds({
    targets,
    tell: (result) => {
      logCheck(log, result);
      logChange(result);
      registry.addResult(result);
    },
  });
  const ask = async (asked: readonly Endpoint[]): Promise<Report> => {
    const report = await rounds.ask(asked);
    if (asked.length === endpoints.length) registry.addRound(report);
    return report;
  };
  const app = createApp({
    endpoints,
    registry,
    ask,
    ...(families === undefined ? {} : { families }),
  });
  return { app, ask };
}

function logCheck(log: Log, { endpoint, outcome, duration }: Result): void {
  const fields = {
    endpoint: endpoint.name,
    ok: outcome.ok,
    seconds: Number(duration.toFixed(3)),
  };
  log("debug", "check", outcome.ok ? fields : { ...fields, reason: outcome.reason });
}
