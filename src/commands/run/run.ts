/** @module The command `run`. */
import { readVariable } from "../../process/environment.ts";
import { hasColor } from "../../process/output/color.ts";
import { createLog } from "../../process/output/log.ts";
import { NonBlockingWriter } from "../../process/output/non_blocking_writer.ts";
import { type EndingSignal, onSignals, statusAfter } from "../../process/signals.ts";
import { createChild } from "../../run/child.ts";
import { runJob } from "../../run/job.ts";
import { sendQuits } from "../../run/quit.ts";
import { pollUntilReady } from "../../wait/poll.ts";
import { logProgress } from "../../wait/progress.ts";
import { WAIT_DISABLED } from "../arguments/polling.ts";
import { prepareTargets } from "../targets.ts";
import type { RunSettings } from "./arguments.ts";

/** End the wait. SIGQUIT is the stop signal of some images, and would end this process. */
const ENDING = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGALRM"] as const;
/** Forwarded to the program. */
const FORWARDED: readonly EndingSignal[] = [...ENDING, "SIGUSR1", "SIGUSR2"];

/**
 * Runs the program of a Job in a mesh: waits until ready, runs it, and tells the proxy to quit whatever
 * happened, or only after a success. The exit status is the program's own. If it was not started, it is 1
 * when the endpoints were not ready in time, and 128 + n after signal n.
 *
 * The log goes to standard error: standard output is the program's.
 */
export async function run(settings: RunSettings): Promise<number> {
  const { endpoints, quit, quitOn, timeoutFatal, grace, command, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stderr);
  const color = hasColor(settings.color, Deno.stderr);
  const log = createLog({ format: logFormat, level: logLevel, color, output });
  const stop = new AbortController();
  const child = createChild(command, { grace, log, terminal: Deno.stdin.isTerminal() });
  // First of all: the kernel drops a signal that PID 1 does not handle yet.
  onSignals(FORWARDED, (signal) => {
    if (child.forward(signal) || !(ENDING as readonly string[]).includes(signal)) return;
    log("info", "stopping", { signal });
    stop.abort(signal);
  });

  const disabled = readVariable(WAIT_DISABLED);
  const all = await prepareTargets({
    endpoints: [...endpoints, ...quit],
    tls: settings,
    log,
    keep: ["run"],
  });
  const targets = all.slice(0, endpoints.length);
  const quits = all.slice(endpoints.length);

  const poll = async (): Promise<number | undefined> => {
    const end = await pollUntilReady(targets, {
      timeout: settings.waitTimeout,
      every: settings.every,
      signal: stop.signal,
      onProgress: logProgress(log, timeoutFatal ? "error" : "warn"),
    });
    if (end !== "timed out") return undefined;
    if (timeoutFatal) return 1;
    log("warn", "starting all the same", { command: command[0] ?? "" });
    return undefined;
  };
  const wait = async (): Promise<number | undefined> => {
    if (disabled !== undefined) log("info", "wait disabled", { reason: disabled });
    const status = disabled === undefined ? await poll() : undefined;
    return stop.signal.aborted ? statusAfter(stop.signal.reason) : status;
  };
  const tellToQuit = async (status: number): Promise<void> => {
    if (quitOn === "success" && status !== 0) {
      if (quits.length > 0) log("info", "quit not sent", { status });
      return;
    }
    // Where the waiting is disabled there may be no mesh, and nobody to take the quit.
    await sendQuits(quits, log, disabled === undefined ? "warn" : "info");
  };
  return await runJob({ wait, start: child.start, quit: tellToQuit, log });
}
