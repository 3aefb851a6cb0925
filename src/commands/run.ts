import { runChild } from "../run/child.ts";
import { createLog } from "../process/log.ts";
import { keepOnly } from "../process/permissions.ts";
import { loadProbes, permissionsOf } from "../endpoint/kinds.ts";
import { logProgress } from "../wait/progress.ts";
import { sendQuits } from "../run/quit.ts";
import type { Settings } from "../cli/settings.ts";
import { onSignals } from "../process/signals.ts";
import { disabledReason } from "../wait/wait_disabled.ts";
import { pollUntilReady } from "../wait/poll.ts";

/** What is passed on to the program. */
const PASSED = ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;
/** What ends the waiting as long as there is no program. */
const ENDING: readonly Deno.Signal[] = ["SIGTERM", "SIGINT", "SIGHUP"];

/**
 * The program of a Job in a mesh: waits, runs it, and tells the proxy to quit, whatever came of it. The
 * status is the program's own; 1 where it was not started for want of readiness.
 *
 * Its log goes to standard error, for standard output is the program's.
 */
export async function run(settings: Settings): Promise<number> {
  const { logFormat: format, logLevel: level, endpoints, quit, grace, command } = settings;
  // deno-lint-ignore no-console
  const log = createLog({ format, level, write: console.error });
  const disabled = disabledReason();
  const [targets, quits] = await Promise.all([
    loadProbes(endpoints, settings),
    loadProbes(quit, settings),
  ]);
  await keepOnly("net", "run", ...permissionsOf([...endpoints, ...quit]));

  const stop = new AbortController();
  const { start, pass } = runChild({ command, grace, log });
  onSignals(PASSED, (signal) => {
    if (pass(signal) || !ENDING.includes(signal)) return;
    log("info", "stopping", { signal });
    stop.abort();
  });

  if (disabled !== undefined) log("info", "wait disabled", { reason: disabled });
  const { waitFor: seconds, every } = settings;
  const ready = disabled !== undefined || await pollUntilReady(targets, {
    seconds,
    every,
    signal: stop.signal,
    tell: logProgress(log),
  });
  const status = ready && !stop.signal.aborted ? await start() : 1;
  if (disabled === undefined) await sendQuits(quits, log);
  return status;
}
