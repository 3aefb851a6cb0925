/** @module What serving is made of. */
import type { Hono } from "hono/tiny";
import { logChanges } from "../check/changes.ts";
import type { Target } from "../check/target.ts";
import type { Result } from "../check/report.ts";
import { Rounds } from "../check/rounds.ts";
import { Registry } from "../exposition/registry.ts";
import type { Log } from "../process/output/log.ts";
import { type AppOptions, createApp } from "./app.ts";

/** Options of {@linkcode createSidecar}. */
export interface SidecarOptions extends Omit<AppOptions, "endpoints" | "rounds" | "registry"> {
  targets: readonly Target[];
  log: Log;
  /** Called with the first result of each endpoint, and with each change of its state. */
  onChange?: (result: Result) => void;
  /** Aborts when the process begins to shut down. */
  shutdown: AbortSignal;
}

/** The parts of a serving process that a command needs. */
export interface Sidecar {
  readonly app: Hono;
  readonly rounds: Rounds;
  readonly registry: Registry;
}

/** Connects rounds, log, registry and routes. */
export function createSidecar({ targets, log, onChange, ...options }: SidecarOptions): Sidecar {
  const { shutdown } = options;
  const endpoints = targets.map(({ endpoint }) => endpoint);
  const registry = new Registry(endpoints);
  const logChange = logChanges(log, onChange);
  const rounds = new Rounds({
    targets,
    onResult: (result) => {
      logCheck(log, result);
      // The neighbours end too: what fails from here on says nothing of them.
      if (shutdown.aborted) return;
      logChange(result);
      registry.addResult(result);
    },
    onReport: (report) => {
      if (shutdown.aborted) return;
      if (report.results.length === endpoints.length) registry.addRound(report);
      registry.addGroups(report);
    },
  });
  return { app: createApp({ endpoints, rounds, registry, ...options }), rounds, registry };
}

function logCheck(log: Log, { endpoint, outcome, duration }: Result): void {
  const fields = {
    endpoint: endpoint.name,
    ok: outcome.ok,
    seconds: Math.round(duration * 1000) / 1000,
  };
  if (!outcome.ok) {
    log("debug", "check", { ...fields, failure: outcome.failure, reason: outcome.reason });
  } else if (outcome.warning === undefined) log("debug", "check", fields);
  else log("debug", "check", { ...fields, warning: outcome.warning });
}
