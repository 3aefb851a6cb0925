/** @module The life of a process that serves. */
import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../check/endpoint.ts";
import { reasonOf } from "../check/reason.ts";
import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import { DRAIN_SIGNAL, onSignals } from "../process/signals.ts";
import { untilAborted } from "../process/time/until_aborted.ts";
import { sleep } from "../process/time/sleep.ts";
import { VERSION } from "../process/version.ts";
import {
  Listener,
  type ListenerOptions,
  listenOnAny,
  listenReason,
  takesIpv6Alone,
} from "./listener.ts";
import { Requests } from "./requests.ts";
import { respondError } from "./response.ts";
import { type Cut, stopSignals } from "./stop_signals.ts";
import { logLongTimeouts, warnOfSwapped } from "./timeouts.ts";

/** Options of {@linkcode serve}. */
export interface ServeOptions extends Pick<ListenerOptions, "port" | "log"> {
  /** The address to listen on; `null` for both families. */
  host: string | null;
  /** The timeout of a check, for the first log line. */
  timeout: Seconds;
  /** What is checked, for the first log line. */
  endpoints: readonly Endpoint[];
  /** How long to go on serving after the first signal. */
  shutdownDelay: Seconds;
  /** Is aborted at the first signal if there is a delay. */
  shutdown: AbortController;
  /** Is aborted when the pod begins to drain. Requests are answered as before. */
  draining: AbortController;
  /** Answers a request. */
  fetch: (request: Request) => Response | Promise<Response>;
  /**
   * Runs beside the server: it starts when the server listens, and ends when the signal aborts: when the
   * pod drains, and else before the delay.
   * @default {() => Promise.resolve()}
   */
  background?: (signal: AbortSignal) => Promise<void>;
}

/** How long answers may take to leave the process after the last request. */
const FLUSH_MS: Milliseconds = 1000;

/**
 * How long a pod may drain without a signal to stop. `drain` that was run by mistake must not silence a
 * watch for ever: the exit makes the kubelet start the process anew.
 */
const MAX_DRAIN_MS: Milliseconds = 3_600_000;

/** Why it stops: a signal came, it cannot listen any more, the pod drained for too long, or at once. */
type End = { signal: string } | { reason: string } | { drained: Seconds } | { cut: Cut };

/**
 * Serves until the first SIGTERM or SIGINT, and for the delay after it. Then it accepts no connection,
 * and answers the requests in flight. A second SIGTERM or SIGINT, and any other signal that ends a process,
 * ends it at once.
 *
 * @returns The exit status: 0; 1 if a second SIGTERM or SIGINT ended it at once, or it cannot listen on the
 * address that was asked for, or no signal came within an hour after the pod began to drain; 128 + n if
 * another signal n ended it.
 */
export async function serve(
  {
    host,
    port,
    timeout,
    endpoints,
    shutdownDelay,
    shutdown,
    draining,
    log,
    fetch,
    background = () => Promise.resolve(),
  }: ServeOptions,
): Promise<number> {
  const signals = stopSignals();
  onSignals([DRAIN_SIGNAL], (signal) => {
    if (draining.signal.aborted) return;
    log("info", "draining", { signal });
    draining.abort();
  });

  const logError = (error: unknown): void => {
    log("error", "internal error", { reason: reasonOf(error) });
  };
  // Log and go on: an exit fails the pod. A check that broke ends at its timeout.
  for (const type of ["error", "unhandledrejection"] as const) {
    globalThis.addEventListener(type, (event) => {
      event.preventDefault();
      logError("reason" in event ? event.reason : (event as ErrorEvent).error);
    });
  }

  const requests = new Requests(fetch);
  const hosts = host === null ? ["::", "0.0.0.0"] : [host];
  const asked = formatAddress(host ?? "::", port);
  let listener: Listener;
  try {
    const options = {
      port,
      log,
      handler: requests.handler,
      onError: (error: unknown): Response => {
        logError(error);
        return respondError(STATUS_CODE.InternalServerError, "Internal error: see the log");
      },
    };
    listener = host === null ? listenOnAny(options) : new Listener({ ...options, host });
  } catch (error) {
    log("error", "cannot listen", { address: asked, reason: listenReason(error) });
    warnOfSwapped(log, port, timeout);
    return 1;
  }
  if (!hosts.some((host) => isAskedFor(listener.address, { host, port }))) {
    const reason = "DENO_SERVE_ADDRESS in the environment overrides it";
    log("error", "cannot listen", { address: asked, reason });
    await listener.close();
    return 1;
  }
  const address = formatAddress(listener.address.hostname, listener.address.port);
  log("info", "listening", {
    version: VERSION,
    address,
    timeout,
    endpoints: endpoints.map(({ name, shownUrl }) => ({ name, url: shownUrl })),
  });
  if (host === null && takesIpv6Alone(listener.address)) {
    const reason = "net.ipv6.bindv6only is 1; --host 0.0.0.0 takes IPv4 alone";
    log("warn", "IPv4 is refused", { reason });
  }
  logLongTimeouts(log, endpoints, timeout);
  warnOfSwapped(log, port, timeout);

  const stop = new AbortController();
  const running = background(stop.signal);
  const over = new AbortController();
  const drained = untilAborted(draining.signal).then(() => {
    stop.abort();
    return sleep(MAX_DRAIN_MS, over.signal).then(() => ({ drained: MAX_DRAIN_MS / 1000 }));
  });
  const failed = listener.stopped.then((reason = "closed") => ({ reason }));
  let ended: End = await Promise.race([signals.cut, signals.first, failed, drained]);
  stop.abort();
  over.abort();
  if ("signal" in ended && shutdownDelay > 0) {
    log("info", "shutting down", { ...ended, delay: shutdownDelay });
    shutdown.abort();
    const early = new AbortController();
    const delayed = sleep(shutdownDelay * 1000, early.signal).then(() => signals.first);
    ended = await Promise.race([signals.cut, delayed, failed]);
    early.abort();
  }
  if ("signal" in ended) log("info", "stopping", { ...ended, requests: requests.size });
  else if ("drained" in ended) log("warn", "no signal to stop after draining", { ...ended });
  else if ("reason" in ended) log("error", "cannot listen", { address, ...ended });
  // Closing the connections flushes the last answers; an idle one must not delay the pod.
  const closed = listener.close();
  const answered = Promise.all([requests.drained(), running])
    .then(() => Promise.race([closed, sleep(FLUSH_MS)])).then(() => "signal" in ended ? 0 : 1);
  const end = "cut" in ended ? ended : await Promise.race([answered, signals.cut]);
  const { status, signal } = typeof end === "number" ? { status: end, signal: undefined } : end.cut;
  if (signal !== undefined) log("warn", "cut short", { signal, requests: requests.size });
  log("info", "stopped", { status });
  return status;
}

/**
 * Reports whether this is the address that was asked for, in whatever spelling; port 0 asks for any. Where
 * the permission to remove DENO_SERVE_ADDRESS was not compiled in, Deno listens where that says
 * (https://github.com/denoland/deno/issues/36092, tests/workarounds/serve_test.ts).
 */
function isAskedFor(
  { transport, hostname, port }: Deno.NetAddr,
  asked: { host: string; port: number },
): boolean {
  const spelled = (address: string): string => new URL(`http://${formatAddress(address, 1)}`).host;
  return transport === "tcp" && (asked.port === 0 || port === asked.port) &&
    spelled(hostname) === spelled(asked.host);
}

function formatAddress(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
