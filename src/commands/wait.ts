import { createLog } from "../process/log.ts";
import { keepOnly } from "../process/permissions.ts";
import { loadProbes, permissionsOf } from "../endpoint/kinds.ts";
import { logProgress, showProgress } from "../wait/progress.ts";
import type { Settings } from "../cli/settings.ts";
import { onSignals } from "../process/signals.ts";
import { disabledReason } from "../wait/wait_disabled.ts";
import { pollUntilReady } from "../wait/poll.ts";

/**
 * Rounds until one is ready: the status is 0. Where the time has passed, or a signal came, it is 1.
 */
export async function run(settings: Settings): Promise<number> {
  const log = createLog({ format: settings.logFormat, level: settings.logLevel });
  const disabled = disabledReason();
  const targets = await loadProbes(settings.endpoints, settings);
  await keepOnly("net", ...permissionsOf(settings.endpoints));
  if (disabled !== undefined) {
    log("info", "wait disabled", { reason: disabled });
    return 0;
  }

  const stop = new AbortController();
  onSignals(["SIGTERM", "SIGINT"], (signal) => {
    log("info", "stopping", { signal });
    stop.abort();
  });
  const { waitFor: seconds, every } = settings;
  const tell = Deno.stdout.isTerminal()
    ? showProgress({ columns: Deno.consoleSize().columns, write: writeOut }, { seconds })
    : logProgress(log);
  return await pollUntilReady(targets, { seconds, every, signal: stop.signal, tell }) ? 0 : 1;
}

function writeOut(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
