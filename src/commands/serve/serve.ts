/** @module The command without a name, which serves. */
import { hasColor } from "../../process/output/color.ts";
import { createLog } from "../../process/output/log.ts";
import { NonBlockingWriter } from "../../process/output/non_blocking_writer.ts";
import { serve } from "../../server/serve.ts";
import { createSidecar } from "../../server/sidecar.ts";
import { prepareTargets } from "../targets.ts";
import type { ServeSettings } from "./arguments.ts";

/** Serves, and checks only on request. */
export async function run(settings: ServeSettings): Promise<number> {
  const { host, port, timeout, endpoints, shutdownDelay, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stdout);
  const color = hasColor(settings.color, Deno.stdout);
  const log = createLog({ format: logFormat, level: logLevel, color, output });
  const [shutdown, draining] = [new AbortController(), new AbortController()];
  const { app } = createSidecar({
    targets: await prepareTargets({ endpoints, tls: settings, log }),
    log,
    droppedLogLines: () => output.droppedLines,
    shutdown: shutdown.signal,
    draining: draining.signal,
  });
  const { fetch } = app;
  const ends = { shutdownDelay, shutdown, draining };
  return await serve({ host, port, timeout, endpoints, ...ends, log, fetch });
}
