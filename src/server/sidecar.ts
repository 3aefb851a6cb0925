/** @module What serving is made of. */
import { logChanges } from "../check/changes.ts";
import type { Endpoint } from "../check/endpoint.ts";
import type { Target } from "../check/target.ts";
import type { Report, Result } from "../check/report.ts";
import { Rounds } from "../check/rounds.ts";
import type { Family } from "../exposition/family.ts";
import { type FailedChecks, Registry } from "../exposition/registry.ts";
import type { Log } from "../process/output/log.ts";
import { createApp } from "./app.ts";

/** Options of {@linkcode createSidecar}. */
export interface CreateSidecarOptions {
  targets: readonly Target[];
  log: Log;
  /**
   * Returns further families for `/metrics`.
   * @default {() => []}
   */
  families?: () => readonly Family[];
  /** Returns the log lines dropped so far, for `/metrics`. */
  droppedLogLines: () => number;
  /**
   * Where the process runs, for the pages.
   * @default {undefined}
   */
  place?: string | undefined;
  /** Aborts when the process begins to shut down. */
  shutdown: AbortSignal;
}

/** The parts of a serving process that a command needs. */
export interface Sidecar {
  readonly app: ReturnType<typeof createApp>;
  /** Runs a round that starts no earlier than the call. */
  readonly requestRound: (endpoints: readonly Endpoint[]) => Promise<Report>;
  /** Returns the failures in a row of the endpoint with this name; `undefined` if it is ok. */
  readonly failing: (name: string) => FailedChecks | undefined;
}

/** Connects rounds, log, registry and routes. */
export function createSidecar(
  { targets, log, families = () => [], droppedLogLines, place, shutdown }: CreateSidecarOptions,
): Sidecar {
  const endpoints = targets.map(({ endpoint }) => endpoint);
  const registry = new Registry(endpoints);
  const logChange = logChanges(log);
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
  const requestRound = (requested: readonly Endpoint[]): Promise<Report> =>
    rounds.request(requested);
  const app = createApp({
    endpoints,
    registry,
    requestRound,
    families,
    droppedLogLines,
    place,
    shutdown,
  });
  return { app, requestRound, failing: (name) => registry.failing(name) };
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
