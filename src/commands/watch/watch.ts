/** @module The command `watch`. */
import { LastChanges } from "../../check/last_changes.ts";
import type { Report } from "../../check/report.ts";
import type { Family } from "../../exposition/family.ts";
import { now } from "../../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import { readVariable } from "../../process/environment.ts";
import { hasColor } from "../../process/output/color.ts";
import { createLog } from "../../process/output/log.ts";
import { NonBlockingWriter } from "../../process/output/non_blocking_writer.ts";
import { serve } from "../../server/serve.ts";
import { createSidecar } from "../../server/sidecar.ts";
import { watchFamilies } from "../../watch/families.ts";
import { HistoryWorker } from "../../watch/history/worker/client.ts";
import { RenderCache } from "../../watch/history/worker/render_cache.ts";
import { addWatchRoutes } from "../../watch/routes.ts";
import { onSchedule } from "../../watch/schedule.ts";
import { LastHour } from "../../watch/record/last_hour.ts";
import { Recorder } from "../../watch/record/recorder.ts";
import { Watcher } from "../../watch/watcher.ts";
import { prepareTargets } from "../targets.ts";
import type { WatchSettings } from "./arguments.ts";
import { createReceivers, testReceivers } from "./receivers.ts";

/** A longer gap between two rounds was not watched: in periods, beyond the longest timeout. */
const MAX_GAP_PERIODS = 3;
/** How long the first round waits for the outages that the history holds. */
const OPEN_MS: Milliseconds = 5000;

/**
 * Serves as `serve` does, checks on a schedule, notifies of outages, and remembers them; or only tests
 * whether notices arrive.
 */
export async function run(settings: WatchSettings): Promise<number> {
  const { endpoints, every, after, startup, keep, host, port, timeout } = settings;
  await using output = new NonBlockingWriter(Deno.stdout);
  const color = hasColor(settings.color, Deno.stdout);
  const log = createLog({ format: settings.logFormat, level: settings.logLevel, color, output });
  const startedAt = now();
  const longest = Math.max(...endpoints.map(({ timeout }) => timeout));
  const names = endpoints.map(({ name }) => name);
  const optional = endpoints.filter(({ optional }) => optional).map(({ name }) => name);
  const pod = readVariable("HOSTNAME");
  const place = [settings.label, pod && `pod ${pod}`].filter(Boolean).join(", ");
  const receivers = createReceivers({
    settings,
    pod,
    period: Math.max(every, longest),
    log,
    onOpeningSent: (outages) => recorder?.markNotified(outages),
  });

  if (settings.testNotice) return await testReceivers(receivers, log);

  const maxGap = MAX_GAP_PERIODS * every + longest;
  const changes = new LastChanges();
  const hour = new LastHour(names, maxGap);
  const lastHour = (name: string): (number | undefined)[] => hour.of(name, performance.now());
  const path = settings.history;
  const file = path === null ? undefined : await HistoryWorker.start(path);
  const recorder = path === null || file === undefined ? undefined : new Recorder({
    file,
    path,
    endpoints: names,
    optional,
    keep,
    maxGap,
    startedAt,
    log,
    onOpen: (outages) => watcher.adopt(outages),
  });
  const watcher = new Watcher({
    endpoints: names,
    optional,
    after,
    startup,
    recorder,
    receivers,
    log,
    startedAt,
  });
  // An earlier process may have seen the outage begin.
  const failingSince = (name: string): Date | undefined =>
    watcher.beginOf(name) ?? registry.failingSince(name);
  const [shutdown, draining] = [new AbortController(), new AbortController()];
  const { app, rounds, registry } = createSidecar({
    targets: await prepareTargets({ endpoints, tls: settings, log }),
    log,
    droppedLogLines: () => output.droppedLines,
    place,
    failingSince,
    lastHour,
    lastChanges: (name) => changes.of(name),
    onChange: (result) => changes.add(result),
    shutdown: shutdown.signal,
    draining: draining.signal,
    families: (): Family[] => watchFamilies({ watcher, recorder, receivers }),
  });
  let last: { report: Report; startMs: Milliseconds; duration: Seconds } | undefined;
  addWatchRoutes(app, {
    every,
    timeout: longest,
    history: file && new RenderCache({ file, place }),
    place,
    failingSince,
    lastHour,
    shutdown: shutdown.signal,
    draining: draining.signal,
    last: () => last && { ...last, age: (performance.now() - last.startMs) / 1000 },
  });

  const round = async (signal: AbortSignal): Promise<void> => {
    const startMs = performance.now();
    const report = await rounds.request(endpoints);
    // The neighbours end with this process: what fails from here on is no outage.
    if (signal.aborted) return;
    last = { report, startMs, duration: (performance.now() - startMs) / 1000 };
    watcher.observe(report);
    hour.observe(report);
  };
  return await serve({
    host,
    port,
    timeout,
    endpoints,
    shutdownDelay: settings.shutdownDelay,
    shutdown,
    draining,
    log,
    fetch: app.fetch,
    background: async (signal) => {
      const shownUrls = receivers.map(({ shownUrl = "" }) => shownUrl).filter(Boolean).join(" ");
      log("info", "watching", {
        every: `${every}s`,
        after,
        startup: `${startup}s`,
        slack: receivers.some(({ name }) => name === "slack") ? "on" : "off",
        alertmanager: shownUrls || "off",
        history: path ?? "off",
      });
      // The last changes of the rounds and the notices must still be written.
      const ended = new AbortController();
      const recording = recorder?.run(ended.signal);
      await recorder?.tried(OPEN_MS, signal);
      const schedule = onSchedule({ every, round: () => round(signal), signal, log });
      await Promise.all([schedule, ...receivers.map((receiver) => receiver.run(signal))]);
      ended.abort();
      await recording;
    },
  });
}
