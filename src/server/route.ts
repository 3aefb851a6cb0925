/** @module Adding routes, and what they answer while the process shuts down. */
import { STATUS_CODE } from "@std/http/status";
import type { Context, Hono } from "hono";
import type { Report } from "../check/report.ts";
import type { Ending } from "../formats/renderer.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { now } from "../process/time/clock.ts";
import { queryOf, takeRefresh, validFormatIn } from "./query.ts";
import { chooseFormat, respond, respondErrorTo } from "./response.ts";

/** The routes that pages link to. */
const PAGES: readonly string[] = ["/all", "/health", "/history", "/metrics", "/self"];

/**
 * Adds a route for GET and HEAD; another method is 405 (RFC 9110, section 15.5.6). Hono's small routers
 * ignore a trailing slash; here `/self/` must be unknown, because only `/self` is documented.
 *
 * This wraps the handler instead of adding a middleware: a second handler would make Hono compose the
 * two for every request. So would `/all/*`, which also matches `/all`.
 *
 * @param path A path, or one that ends with a parameter.
 */
export function addRoute(
  app: Hono,
  path: string,
  handler: (c: Context) => Response | Promise<Response>,
): void {
  app.all(path, (c) => {
    if (!path.includes(":") && c.req.path !== path) return c.notFound();
    if (c.req.method === "GET" || c.req.method === "HEAD") return handler(c);
    const message = "Method not allowed: use GET or HEAD";
    return respondErrorTo(c, STATUS_CODE.MethodNotAllowed, message, { "Allow": "GET, HEAD" });
  });
}

/**
 * Wraps the handler of a route that reports readiness. Once the signal has aborted, the answer is 503
 * without a check, also for a request whose round has not ended.
 *
 * @param signal Aborts when the process begins to end.
 * @param ending What the answer says then.
 */
export function untilEnding(
  signal: AbortSignal,
  ending: Ending,
  handler: (c: Context) => Promise<Response>,
): (c: Context) => Promise<Response> {
  return (c) => {
    if (signal.aborted) return respondEnding(c, ending);
    return handler(c).then((response) => signal.aborted ? respondEnding(c, ending) : response);
  };
}

async function respondEnding(c: Context, ending: Ending): Promise<Response> {
  const searchParams = queryOf(c.req.url);
  // Whatever the query asks for, the answer is 503.
  const format = validFormatIn(searchParams, REPORT_FORMATS);
  const renderer = await chooseFormat(REPORT_FORMATS, c.req.header("accept"), format);
  const report: Report = { ready: false, startedAt: now(), results: [] };
  // A page that reloads itself must go on: the next answer may come from another pod.
  const view = { ...takeRefresh(searchParams), ending };
  return respond(STATUS_CODE.ServiceUnavailable, renderer.renderReport(report, view), renderer);
}

/** The error for a path that no route has. It lists the routes; `/` is not one to type in a shell. */
export function respondNotFound(app: Hono, c: Context): Promise<Response> {
  const paths = pathsOf(app).filter((path) => path !== "/").map((path) =>
    path.replace(/:.*/, "NAME")
  );
  const listed = `${paths.slice(0, -1).join(", ")} or ${paths.at(-1)}`;
  return respondErrorTo(c, STATUS_CODE.NotFound, `Not found: ask ${listed}`);
}

/** The pages that one of these routes links to. */
export function linksOf(app: Hono, path: string): string[] {
  const paths = pathsOf(app);
  return PAGES.filter((page) => page !== path && paths.includes(page));
}

/** The paths that {@linkcode addRoute} added; a route for GET alone only says why there is no answer. */
function pathsOf({ routes }: Hono): string[] {
  return routes.filter(({ method }) => method === "ALL").map(({ path }) => path);
}
