/** @module What a process that shuts down answers. */
import { STATUS_CODE } from "@std/http/status";
import type { Context } from "hono";
import type { Report } from "../check/report.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { now } from "../process/time/clock.ts";
import { chooseFormat } from "./negotiation.ts";
import { queryOf, takeRefresh } from "./query.ts";
import { respond } from "./response.ts";

/**
 * Wraps the handler of a route that reports readiness. Once the signal has aborted, the answer is 503
 * without a check, also for a request whose round has not ended: no traffic may come in any more.
 *
 * @param shutdown Aborts when the process begins to shut down.
 */
export function untilShutdown(
  shutdown: AbortSignal,
  handler: (c: Context) => Promise<Response>,
): (c: Context) => Promise<Response> {
  return (c) => {
    if (shutdown.aborted) return respondShuttingDown(c);
    return handler(c).then((response) => shutdown.aborted ? respondShuttingDown(c) : response);
  };
}

async function respondShuttingDown(c: Context): Promise<Response> {
  const renderer = await chooseFormat(REPORT_FORMATS, c.req.header("accept"));
  const report: Report = { ready: false, startedAt: now(), results: [] };
  // A page that reloads itself must go on: the next answer may come from another pod.
  const { refresh, rest } = takeRefresh(queryOf(c.req.url));
  const view = { query: rest, refresh, shuttingDown: true };
  return respond(STATUS_CODE.ServiceUnavailable, renderer.renderReport(report, view), renderer);
}
