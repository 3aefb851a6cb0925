/** @module Listening, and listening again. */
import { reasonOf } from "../check/reason.ts";
import { errorCode } from "../process/error_code.ts";
import type { Milliseconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";
import { sleep } from "../process/time/sleep.ts";

/** What a {@linkcode Listener} needs of a server. */
export type Server = Pick<Deno.HttpServer<Deno.NetAddr>, "addr" | "finished" | "shutdown">;

/** Options of {@linkcode Listener}. */
export interface ListenerOptions {
  /** The address to listen on. */
  host: string;
  /** The port to listen on; 0 takes a free one. */
  port: number;
  log: Log;
  /** Answers a request. */
  handler: Deno.ServeHandler<Deno.NetAddr>;
  /** Answers a request whose handler threw. */
  onError: (error: unknown) => Response;
  /**
   * Starts a server.
   * @default {Deno.serve}
   */
  serve?: (
    options: Deno.ServeTcpOptions,
    handler: Deno.ServeHandler<Deno.NetAddr>,
  ) => Server;
  /**
   * How long to wait before each attempt to listen again.
   * @default {10}
   */
  pause?: Milliseconds;
  /**
   * How long to try. Requests that hold descriptors end within their timeout.
   * @default {30000}
   */
  patience?: Milliseconds;
}

/** Descriptors can run short many times a second; one line a minute is enough. */
const LOG_PERIOD: Milliseconds = 60_000;

/**
 * Serves HTTP on one port until it is closed.
 *
 * `Deno.serve` stops listening when an accept fails, as it does for want of a descriptor, and goes on
 * serving the connections that it has (https://github.com/denoland/deno/issues/10148,
 * tests/workarounds/serve_test.ts). Then this starts a new server on the same port and shuts the old one
 * down, which answers the requests in flight and closes the idle connections: they hold the descriptors.
 * The pause before is for the request of a connection that was accepted just now.
 */
export class Listener {
  /** The address it listens on. */
  readonly address: Deno.NetAddr;
  /** Resolves when it has stopped listening: with the reason if it had to, `undefined` if it was closed. */
  readonly stopped: Promise<string | undefined>;
  readonly #options: Required<ListenerOptions>;
  readonly #closing = new AbortController();
  /** The server that listens, and those that still answer requests. */
  readonly #servers = new Set<Server>();
  #loggedMs: Milliseconds = -Infinity;

  /** Starts listening. Throws what `Deno.serve` throws if it cannot. */
  constructor(options: ListenerOptions) {
    this.#options = { serve: Deno.serve, pause: 10, patience: 30_000, ...options };
    const server = this.#start(options.port);
    this.address = server.addr;
    this.stopped = this.#run(server);
  }

  /** Stops listening, answers the requests in flight and closes every connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#servers].map((server) => this.#shutDown(server)));
  }

  /** Replaces each server whose accept failed. */
  async #run(server: Server): Promise<string | undefined> {
    const { log, pause } = this.#options;
    const { signal } = this.#closing;
    for (;;) {
      const reason = await server.finished.then(() => "the server has ended", reasonOf);
      if (signal.aborted) return undefined;
      const nowMs = performance.now();
      const isLogged = nowMs - this.#loggedMs >= LOG_PERIOD;
      if (isLogged) {
        this.#loggedMs = nowMs;
        log("error", "cannot accept", { reason });
      }
      await sleep(pause, signal);
      if (signal.aborted) return undefined;
      // close() waits for this one as well.
      this.#shutDown(server);
      const next = await this.#startAgain();
      if (typeof next === "string") return signal.aborted ? undefined : next;
      if (isLogged) log("info", "listening again", { port: this.address.port });
      server = next;
    }
  }

  /** Starts a server, or returns the reason why it cannot. */
  async #startAgain(): Promise<Server | string> {
    const { pause, patience } = this.#options;
    const endMs = performance.now() + patience;
    for (;;) {
      try {
        return this.#start(this.address.port);
      } catch (error) {
        if (performance.now() >= endMs) return listenReason(error);
      }
      await sleep(pause, this.#closing.signal);
      if (this.#closing.signal.aborted) return "closed";
    }
  }

  #start(port: number): Server {
    const { host: hostname, handler, onError, serve } = this.#options;
    const onListen = (): void => {};
    const server = serve({ hostname, port, onError, onListen }, handler);
    this.#servers.add(server);
    return server;
  }

  async #shutDown(server: Server): Promise<void> {
    await server.shutdown().catch(() => {});
    this.#servers.delete(server);
  }
}

/**
 * Starts listening on both families, or on IPv4 alone where the host has no IPv6.
 *
 * @throws what `Deno.serve` throws if it cannot.
 */
export function listenOnAny(options: Omit<ListenerOptions, "host">): Listener {
  try {
    return new Listener({ ...options, host: "::" });
  } catch (error) {
    if (!lacksIpv6(error)) throw error;
    return new Listener({ ...options, host: "0.0.0.0" });
  }
}

/** Reports whether an error says that the host has no IPv6. */
function lacksIpv6(error: unknown): boolean {
  return ["EAFNOSUPPORT", "EADDRNOTAVAIL"].includes(errorCode(error));
}

/**
 * Reports whether a listener on `::` takes IPv6 alone, as it does where `net.ipv6.bindv6only` is 1: then
 * the port is free for IPv4.
 */
export function takesIpv6Alone({ hostname, port }: Deno.NetAddr): boolean {
  if (hostname !== "::") return false;
  try {
    Deno.listen({ hostname: "0.0.0.0", port }).close();
    return true;
  } catch {
    return false;
  }
}

/** Why a server could not start. */
export function listenReason(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) return "address already in use";
  if (error instanceof Deno.errors.AddrNotAvailable) return "not an address of this host";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return reasonOf(error);
}
