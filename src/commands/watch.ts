import type { Family } from "../metrics/family.ts";
import { createLog } from "../process/log.ts";
import { keepOnly } from "../process/permissions.ts";
import { permissionsOf } from "../endpoint/kinds.ts";
import type { Report } from "../check/report.ts";
import { serve } from "../server/serve.ts";
import type { Settings } from "../cli/settings.ts";
import { createSidecar } from "../server/sidecar.ts";
import { NoticeQueue } from "../watch/notify/queue.ts";
import { addWatchRoutes } from "../watch/routes.ts";
import { onSchedule } from "../watch/schedule.ts";
import { openHistory, Watcher } from "../watch/watcher.ts";
import { watchFamilies } from "../watch/families.ts";
import { post } from "../watch/notify/webhook.ts";

/** Serves what serving does, checks on a schedule, tells Slack of outages, and remembers them. */
export async function run(settings: Settings): Promise<number> {
  const { endpoints, every, after, startup, keep } = settings;
  const log = createLog({ format: settings.logFormat, level: settings.logLevel });
  const url = variable("SLACK_WEBHOOK_URL");
  const host = variable("HOSTNAME") ?? "an unnamed pod";
  if (url !== undefined && !URL.canParse(url)) {
    log("error", "no messages", { reason: "SLACK_WEBHOOK_URL must be a URL" });
  }
  const history = settings.history === "" ? undefined : await openHistory(settings.history, log);
  const queue = url === undefined || !URL.canParse(url)
    ? undefined
    : new NoticeQueue({ log, send: (message, signal) => post(message, { url, signal }) });

  const watcher = new Watcher({
    endpoints,
    every,
    after,
    startup,
    keep,
    history,
    queue,
    sender: { host },
    log,
    startedAt: new Date(),
  });
  const families = (): Family[] => watchFamilies(watcher, queue);
  const { app, ask } = await createSidecar(settings, log, families);
  let last: { report: Report; began: number } | undefined;
  addWatchRoutes(app, {
    every,
    history,
    last: () => last && { report: last.report, age: (performance.now() - last.began) / 1000 },
  });
  // The history is open, and needs no permission any more.
  await keepOnly("net", ...permissionsOf(endpoints));

  const round = async (): Promise<void> => {
    const began = performance.now();
    const report = await ask(endpoints);
    watcher.observe(report);
    last = { report, began };
  };
  const status = await serve({
    settings,
    log,
    fetch: (request) => app.fetch(request),
    meanwhile: async (signal) => {
      await Promise.all([onSchedule({ every, round, signal }), queue?.run(signal)]);
    },
  });
  history?.close();
  return status;
}

/** A variable of the environment, where there is one and reading it is permitted. */
function variable(name: string): string | undefined {
  const permitted = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  return permitted ? Deno.env.get(name) || undefined : undefined;
}
