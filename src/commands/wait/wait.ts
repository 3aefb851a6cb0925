/** @module The command `wait`. */
import { readVariable } from "../../process/environment.ts";
import { hasColor, isDumb } from "../../process/output/color.ts";
import { createLog } from "../../process/output/log.ts";
import { NonBlockingWriter } from "../../process/output/non_blocking_writer.ts";
import { onSignals, statusAfter, STOPPING } from "../../process/signals.ts";
import { pollUntilReady } from "../../wait/poll.ts";
import { logProgress, showProgress } from "../../wait/progress.ts";
import { WAIT_DISABLED } from "../arguments/polling.ts";
import { prepareTargets } from "../targets.ts";
import type { WaitSettings } from "./arguments.ts";

/**
 * Runs rounds until one is ready. The exit status is 0 then, 1 after the timeout, and 128 + n after
 * signal n.
 */
export async function run(settings: WaitSettings): Promise<number> {
  const { endpoints, every, waitTimeout: timeout, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stdout);
  const color = hasColor(settings.color, Deno.stdout);
  const log = createLog({ format: logFormat, level: logLevel, color, output });
  const readsLog = logFormat !== "text" || !["debug", "info"].includes(logLevel);
  // The permission to read TERM ends with the preparation.
  const terminal = Deno.stdout.isTerminal() && !readsLog && !isDumb();
  const disabled = readVariable(WAIT_DISABLED);
  const targets = await prepareTargets({ endpoints, tls: settings, log });
  if (disabled !== undefined) {
    log("info", "wait disabled", { reason: disabled });
    return 0;
  }

  const stop = new AbortController();
  onSignals(STOPPING, (signal) => {
    // On a terminal, the line would break the line of progress.
    if (!terminal) log("info", "stopping", { signal });
    stop.abort(signal);
  });
  const onProgress = terminal
    ? showProgress({ columns: Deno.consoleSize().columns, color, output }, timeout)
    : logProgress(log);
  const end = await pollUntilReady(targets, { timeout, every, signal: stop.signal, onProgress });
  if (end === "stopped") return statusAfter(stop.signal.reason);
  return end === "ready" ? 0 : 1;
}
