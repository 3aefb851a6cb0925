/** @module A server that stands in for a neighbour of the sidecar. */

/** A server whose statuses a test chooses, with a route that a quit is sent to. */
export interface Neighbour extends AsyncDisposable {
  /** Where its readiness is checked. */
  readonly url: string;
  /** The URL for `--quit`. */
  readonly quit: string;
  /** When each check arrived, by the monotonic clock. */
  readonly requestTimesMs: readonly number[];
  /** Resolves when the first check arrives. */
  readonly firstRequest: Promise<void>;
  /** The methods of the quits that arrived. */
  readonly quits: string[];
}

/** Starts a server that answers with these statuses in turn; the last repeats. */
export function neighbour(...statuses: number[]): Neighbour {
  const requestTimesMs: number[] = [];
  const quits: string[] = [];
  const first = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    if (new URL(request.url).pathname === "/quit") {
      quits.push(request.method);
      // As Istio's agent does.
      return new Response(null, { status: request.method === "POST" ? 200 : 405 });
    }
    requestTimesMs.push(performance.now());
    first.resolve();
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return new Response(null, { status: status ?? 200 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    url: `${url}/`,
    quit: `${url}/quit`,
    requestTimesMs,
    firstRequest: first.promise,
    quits,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
