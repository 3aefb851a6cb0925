/** @module The command without a name, which serves. */
import type { Endpoint } from "../../check/endpoint.ts";
import type { Seconds } from "../../process/duration.ts";
import { createLog, type LogFormat, type LogLevel } from "../../process/log.ts";
import { NonBlockingWriter } from "../../process/non_blocking_writer.ts";
import { serve } from "../../server/serve.ts";
import { createSidecar } from "../../server/sidecar.ts";
import { prepareTargets, type TlsSettings } from "../targets.ts";

/** What serving takes. */
export interface ServeSettings extends TlsSettings {
  /** The address to listen on. */
  readonly host: string;
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  /** The port to listen on; 0 takes a free one. */
  readonly port: number;
  /** How long to go on serving after the first signal. */
  readonly shutdownDelay: Seconds;
  readonly timeout: Seconds;
  readonly endpoints: readonly Endpoint[];
}

/** Serves, and checks only on request. */
export async function run(settings: ServeSettings): Promise<number> {
  const { host, port, timeout, endpoints, shutdownDelay, logFormat, logLevel } = settings;
  await using output = new NonBlockingWriter(Deno.stdout);
  const log = createLog({ format: logFormat, level: logLevel, output });
  const shutdown = new AbortController();
  const { app } = createSidecar({
    targets: await prepareTargets({ endpoints: settings.endpoints, tls: settings, log }),
    log,
    droppedLogLines: () => output.droppedLines,
    shutdown: shutdown.signal,
  });
  const fetch = (request: Request): Response | Promise<Response> => app.fetch(request);
  return await serve({ host, port, timeout, endpoints, shutdownDelay, shutdown, log, fetch });
}
