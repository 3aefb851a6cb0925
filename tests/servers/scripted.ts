/** @module HTTP servers that answer as a script says. */

/** A server. Disposing of it stops it. */
export interface Scripted extends AsyncDisposable {
  readonly port: number;
}

/** An answer: a status, or a body with the status 200. */
export type Answer = number | string;

/** Answers by method and path, such as `GET /ready`, in turn; the last repeats. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

/**
 * Starts a server on a free port of 127.0.0.1. What the script does not have is 404.
 *
 * @param onRequest Called with the method, the path and the headers of each request, before its answer.
 */
export function scripted(
  script: Script,
  onRequest: (request: string, headers: Headers) => void = () => {},
): Scripted {
  const left = new Map(Object.entries(script).map(([request, answers]) => [request, [...answers]]));
  const options = { hostname: "127.0.0.1", port: 0, onListen: (): void => {} };
  const server = Deno.serve(options, ({ method, url, headers }) => {
    const request = `${method} ${new URL(url).pathname}`;
    onRequest(request, headers);
    const answers = left.get(request) ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 404;
    return typeof answer === "string"
      ? new Response(answer)
      : new Response(null, { status: answer });
  });
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}
