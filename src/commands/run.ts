/** @module The command `run`. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Seconds } from "../process/duration.ts";
import { createLog, type LogFormat, type LogLevel } from "../process/log.ts";
import { NonBlockingWriter } from "../process/non_blocking_writer.ts";
import { onSignals } from "../process/signals.ts";
import { createChild } from "../run/child.ts";
import { runJob } from "../run/job.ts";
import { sendQuits } from "../run/quit.ts";
import { pollUntilReady } from "../wait/poll.ts";
import { logProgress } from "../wait/progress.ts";
import { disabledReason } from "../wait/wait_disabled.ts";
import { prepareTargets, type TlsSettings } from "./targets.ts";

/** What `run` takes. */
export interface RunSettings extends TlsSettings {
  /** From the start of a round to the start of the next. */
  readonly every: Seconds;
  /** When it gives up waiting. */
  readonly waitTimeout: Seconds;
  /** How long after a SIGTERM the program is killed. */
  readonly grace: Seconds;
  /** Where to send a POST when the program has ended. */
  readonly quit: readonly Endpoint[];
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  readonly timeout: Seconds;
  readonly endpoints: readonly Endpoint[];
  /** The program and its arguments. */
  readonly command: readonly string[];
}

/** Forwarded to the program. SIGQUIT is the stop signal of some images, and would end this process. */
const FORWARDED = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
/** These end the waiting, before the program runs. */
const ENDING: readonly Deno.Signal[] = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"];

/**
 * Runs the program of a Job in a mesh: waits until ready, runs it, and tells the proxy to quit whatever
 * happened. The exit status is the program's own, or 1 if it was not started because the endpoints were
 * not ready.
 *
 * The log goes to standard error: standard output is the program's.
 */
export async function run(settings: RunSettings): Promise<number> {
  const { endpoints, quit, grace, command, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stderr);
  const log = createLog({ format: logFormat, level: logLevel, output });
  const stop = new AbortController();
  const child = createChild({ command, grace, log });
  // First of all: the kernel drops a signal that PID 1 does not handle yet.
  onSignals(FORWARDED, (signal) => {
    if (child.forward(signal) || !ENDING.includes(signal)) return;
    log("info", "stopping", { signal });
    stop.abort();
  });

  const disabled = disabledReason();
  const all = await prepareTargets({
    endpoints: [...endpoints, ...quit],
    tls: settings,
    log,
    keep: ["run"],
  });
  const targets = all.slice(0, endpoints.length);
  const quits = all.slice(endpoints.length);

  const wait = async (): Promise<boolean> => {
    if (disabled !== undefined) log("info", "wait disabled", { reason: disabled });
    const ready = disabled !== undefined || await pollUntilReady(targets, {
      timeout: settings.waitTimeout,
      every: settings.every,
      signal: stop.signal,
      onProgress: logProgress(log),
    });
    return ready && !stop.signal.aborted;
  };
  const tellToQuit = async (): Promise<void> => {
    if (disabled === undefined) await sendQuits(quits, log);
  };
  return await runJob({ wait, start: child.start, quit: tellToQuit, log });
}
