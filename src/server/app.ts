/** @module The routes of every serving process. */
import { STATUS_CODE } from "@std/http/status";
import { Hono } from "hono/tiny";
import type { Endpoint } from "../check/endpoint.ts";
import type { Rounds } from "../check/rounds.ts";
import { familiesOf } from "../exposition/families.ts";
import type { ReportRenderer, View } from "../formats/renderer.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import type { Family } from "../exposition/family.ts";
import { METRICS_FORMATS } from "../exposition/exposition.ts";
import type { Registry } from "../exposition/registry.ts";
import { chooseFormat, RepeatedResponse, respond, respondErrorTo } from "./response.ts";
import { addRoute, linksOf, respondNotFound, untilEnding } from "./route.ts";
import { formatError, formatIn, queryOf, validFormatIn } from "./query.ts";
import { select } from "./selection.ts";

/** Options of {@linkcode createApp}. */
export interface AppOptions {
  /** Every endpoint that can be requested. */
  endpoints: readonly Endpoint[];
  rounds: Pick<Rounds, "request">;
  /** Counts for `/metrics`. */
  registry: Registry;
  /**
   * Returns further families for `/metrics`.
   * @default {() => []}
   */
  families?: () => readonly Family[];
  /**
   * Returns the log lines dropped so far, for `/metrics`.
   * @default {() => 0}
   */
  droppedLogLines?: () => number;
  /**
   * Where the process runs, for the pages.
   * @default {undefined}
   */
  place?: string | undefined;
  /**
   * Returns when the failures of an endpoint began, for the pages.
   * @default {registry.failingSince}
   */
  failingSince?: (name: string) => Date | undefined;
  /**
   * Returns the last 60 minutes of an endpoint, for the pages.
   * @default {undefined}
   */
  lastHour?: View["lastHour"];
  /**
   * Returns the last changes of an endpoint, for its page.
   * @default {undefined}
   */
  lastChanges?: View["lastChanges"];
  /**
   * Aborts when the process begins to shut down.
   * @default {new AbortController().signal}
   */
  shutdown?: AbortSignal;
  /**
   * Aborts when the pod begins to drain, for `/metrics`: the application may still serve.
   * @default {new AbortController().signal}
   */
  draining?: AbortSignal;
}

/**
 * Creates the routes. They need no socket: `app.request()` tries them. HEAD works wherever GET does. What a
 * handler throws is thrown on, for the server to log.
 */
export function createApp(
  {
    endpoints,
    rounds,
    registry,
    families = (): readonly Family[] => [],
    droppedLogLines = (): number => 0,
    place,
    failingSince = (name): Date | undefined => registry.failingSince(name),
    lastHour,
    lastChanges,
    shutdown = new AbortController().signal,
    draining = new AbortController().signal,
  }: AppOptions,
): Hono {
  const app = new Hono();
  app.onError((error) => {
    throw error;
  });

  const repeatedReport = new RepeatedResponse();
  const repeatedSelf = new RepeatedResponse();
  const all = untilEnding(shutdown, "Shutting down", async (c) => {
    const selection = select(c.req.url, endpoints);
    if ("message" in selection) return respondErrorTo(c, selection.status, selection.message);
    const accept = c.req.header("accept");
    const renderer = await chooseFormat(REPORT_FORMATS, accept, selection.format);
    const report = await rounds.request(selection.endpoints);
    const status = report.ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    // The page of a part leads to the whole, which `/` is too.
    const path = c.req.path === "/" ? "/all" : c.req.path;
    const links = (): string[] => linksOf(app, selection.view.part === undefined ? path : "");
    const view = { ...selection.view, links, place, failingSince, lastHour, lastChanges };
    return repeatedReport.respond(status, renderer.renderReport(report, view), renderer);
  });

  addRoute(app, "/all", all);
  addRoute(app, "/all/:name{[^]+}", all);
  const respondSelf = (renderer: ReportRenderer): Response => {
    const links = (): string[] => linksOf(app, "/self");
    const self = { now: new Date(), uptime: performance.now() / 1000, links, place };
    return repeatedSelf.respond(STATUS_CODE.OK, renderer.renderSelf(self), renderer);
  };
  addRoute(app, "/self", (c) => {
    // Most requests have no query.
    const searchParams = c.req.url.includes("?") ? queryOf(c.req.url) : undefined;
    const mistake = searchParams && formatError(searchParams, REPORT_FORMATS);
    if (mistake !== undefined) return respondErrorTo(c, STATUS_CODE.BadRequest, mistake);
    const format = searchParams && formatIn(searchParams);
    const renderer = chooseFormat(REPORT_FORMATS, c.req.header("accept"), format);
    return renderer instanceof Promise ? renderer.then(respondSelf) : respondSelf(renderer);
  });
  addRoute(app, "/metrics", async (c) => {
    const renderer = await chooseFormat(METRICS_FORMATS, c.req.header("accept"));
    const own = familiesOf(registry, {
      startTime: performance.timeOrigin,
      residentBytes: Deno.memoryUsage().rss,
      droppedLogLines: droppedLogLines(),
      isShuttingDown: shutdown.aborted || draining.aborted,
    });
    return respond(STATUS_CODE.OK, renderer.renderMetrics([...own, ...families()]), renderer);
  });
  addRoute(app, "/", async (c) => {
    const format = validFormatIn(queryOf(c.req.url), REPORT_FORMATS);
    const { contentType } = await chooseFormat(REPORT_FORMATS, c.req.header("accept"), format);
    return contentType.startsWith("text/html") ? all(c) : c.notFound();
  });
  app.notFound((c) => respondNotFound(app, c));
  return app;
}
