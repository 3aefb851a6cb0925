/** A server whose readiness is what a test makes it, and which can be told to quit. */
export interface Neighbour extends AsyncDisposable {
  readonly url: string;
  /** Where a POST tells it to quit. */
  readonly quit: string;
  /** When it was asked, in milliseconds. */
  readonly asked: readonly number[];
  readonly firstAsked: Promise<void>;
  /** The methods of the requests to quit. */
  readonly quits: string[];
}

/** Starts one; a question for which there is no status left is answered as the last one was. */
export function neighbour(...statuses: number[]): Neighbour {
  const asked: number[] = [];
  const quits: string[] = [];
  const first = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    if (new URL(request.url).pathname === "/quit") {
      quits.push(request.method);
      // As Istio's agent has it.
      return new Response(null, { status: request.method === "POST" ? 200 : 405 });
    }
    asked.push(performance.now());
    first.resolve();
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return new Response(null, { status: status ?? 200 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    url: `${url}/`,
    quit: `${url}/quit`,
    asked,
    firstAsked: first.promise,
    quits,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
