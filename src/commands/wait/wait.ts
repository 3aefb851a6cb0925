/** @module The command `wait`. */
import type { Endpoint } from "../../check/endpoint.ts";
import type { Seconds } from "../../process/duration.ts";
import { createLog, type LogFormat, type LogLevel } from "../../process/log.ts";
import { NonBlockingWriter } from "../../process/non_blocking_writer.ts";
import { onSignals, statusAfter } from "../../process/signals.ts";
import { pollUntilReady } from "../../wait/poll.ts";
import { logProgress, showProgress } from "../../wait/progress.ts";
import { disabledReason } from "../../wait/wait_disabled.ts";
import { prepareTargets, type TlsSettings } from "../targets.ts";

/** What `wait` takes. */
export interface WaitSettings extends TlsSettings {
  /** From the start of a round to the start of the next. */
  readonly every: Seconds;
  /** When it gives up. */
  readonly waitTimeout: Seconds;
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  readonly timeout: Seconds;
  readonly endpoints: readonly Endpoint[];
}

/**
 * Runs rounds until one is ready. The exit status is 0 then, 1 after the timeout, and 128 + n after
 * signal n.
 */
export async function run(settings: WaitSettings): Promise<number> {
  const { every, waitTimeout: timeout, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stdout);
  const log = createLog({ format: logFormat, level: logLevel, output });
  const disabled = disabledReason();
  const targets = await prepareTargets({ endpoints: settings.endpoints, tls: settings, log });
  if (disabled !== undefined) {
    log("info", "wait disabled", { reason: disabled });
    return 0;
  }

  const terminal = Deno.stdout.isTerminal();
  const stop = new AbortController();
  onSignals(["SIGTERM", "SIGINT"], (signal) => {
    // On a terminal, it would stand in the middle of the line of progress.
    if (!terminal) log("info", "stopping", { signal });
    stop.abort(signal);
  });
  const onProgress = terminal
    ? showProgress({ columns: Deno.consoleSize().columns, output }, { timeout })
    : logProgress(log);
  const end = await pollUntilReady(targets, { timeout, every, signal: stop.signal, onProgress });
  if (end === "stopped") return statusAfter(stop.signal.reason);
  return end === "ready" ? 0 : 1;
}
