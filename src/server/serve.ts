import { delay } from "../process/delay.ts";
import type { Log } from "../process/log.ts";
import { reasonOf } from "../check/reason.ts";
import type { Settings } from "../cli/settings.ts";
import { onSignals } from "../process/signals.ts";
import { VERSION } from "../process/version.ts";

/** What is served, and where. */
export interface ServeOptions {
  settings: Settings;
  log: Log;
  /** Answers a request. */
  fetch: (request: Request) => Response | Promise<Response>;
  /** What goes on meanwhile: it begins when the port is listened on, and ends when the signal aborts. */
  meanwhile?: (signal: AbortSignal) => Promise<void>;
}

/** The seconds that answered requests get to leave the process. */
const FLUSH = 1;

/**
 * Serves until the first SIGTERM or SIGINT: then no connection is taken any more, the requests in
 * flight are answered, and the status is 0. A second signal ends it at once with status 1, and so does
 * an address that cannot be listened on.
 */
export async function serve(
  { settings, log, fetch, meanwhile = (): Promise<void> => Promise.resolve() }: ServeOptions,
): Promise<number> {
  const stop = Promise.withResolvers<string>();
  const end = Promise.withResolvers<string>();
  let signals = 0;
  onSignals(["SIGTERM", "SIGINT"], (signal) => (signals++ === 0 ? stop : end).resolve(signal));

  // A sidecar that is gone takes the pod with it; what this broke, its timeout ends.
  for (const type of ["error", "unhandledrejection"] as const) {
    globalThis.addEventListener(type, (event) => {
      event.preventDefault();
      const cause: unknown = "reason" in event ? event.reason : (event as ErrorEvent).error;
      log("error", "internal error", { reason: reasonOf(cause) });
    });
  }

  const inFlight = new InFlight();
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve({
      hostname: settings.host,
      port: settings.port,
      onListen: () => {},
    }, (request, info) => {
      inFlight.add(info.completed);
      return fetch(request);
    });
  } catch (error) {
    const address = formatAddress(settings.host, settings.port);
    log("error", "cannot listen", { address, reason: listenReason(error) });
    return 1;
  }
  log("info", "listening", {
    version: VERSION,
    address: formatAddress(server.addr.hostname, server.addr.port),
    timeout: settings.timeout,
    endpoints: settings.endpoints.map(({ shownUrl }) => shownUrl),
  });

  const over = new AbortController();
  const going = meanwhile(over.signal);
  log("info", "stopping", { signal: await stop.promise, requests: inFlight.size });
  over.abort();
  // Closing the connections flushes the last answers; an idle one must not hold the pod for long.
  const closed = server.shutdown().catch(() => {});
  const status = await Promise.race([
    Promise.all([inFlight.drained(), going])
      .then(() => Promise.race([closed, delay(FLUSH)])).then(() => 0),
    end.promise.then(() => 1),
  ]);
  log("info", "stopped", { status });
  return status;
}

/** The requests that are not answered yet. */
class InFlight {
  readonly #pending = new Set<Promise<void>>();

  add(completed: Promise<void>): void {
    const settled = completed.catch(() => {}).finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  get size(): number {
    return this.#pending.size;
  }

  async drained(): Promise<void> {
    // A request that was read before the listener closed may still come in meanwhile.
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }
}

function listenReason(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) return "address already in use";
  if (error instanceof Deno.errors.AddrNotAvailable) return "not an address of this host";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return reasonOf(error);
}

function formatAddress(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
