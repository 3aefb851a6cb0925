/** @module The routes of every serving process. */
import { STATUS_CODE } from "@std/http/status";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import type { Endpoint } from "../check/endpoint.ts";
import type { Report } from "../check/report.ts";
import type { ReportRenderer, Self } from "../formats/renderer.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import type { Family } from "../exposition/family.ts";
import { METRICS_FORMATS } from "../exposition/metrics_formats.ts";
import type { FailedChecks, Registry } from "../exposition/registry.ts";
import type { Seconds } from "../process/time/duration.ts";
import { decodePercent } from "../process/text/percent.ts";
import { chooseFormat } from "./negotiation.ts";
import { parseRoundQuery } from "./query.ts";
import { RepeatedResponse, respond, respondError } from "./response.ts";
import { addRoute, linksOf, respondNotFound } from "./route.ts";
import { select } from "./selection.ts";
import { untilShutdown } from "./shutdown.ts";

/** Options of {@linkcode createApp}. */
export interface AppOptions {
  /** Every endpoint that can be requested. */
  endpoints: readonly Endpoint[];
  /** Runs a round of these endpoints that starts no earlier than the call. */
  requestRound: (endpoints: readonly Endpoint[]) => Promise<Report>;
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
   * Aborts when the process begins to shut down.
   * @default {new AbortController().signal}
   */
  shutdown?: AbortSignal;
}

/**
 * Creates the routes. They need no socket: `app.request()` tries them. HEAD works wherever GET does. What a
 * handler throws is thrown on, for the server to log.
 */
export function createApp(
  {
    endpoints,
    requestRound,
    registry,
    families = (): readonly Family[] => [],
    droppedLogLines = (): number => 0,
    place,
    shutdown = new AbortController().signal,
  }: AppOptions,
): Hono {
  const app = new Hono();
  app.onError((error) => {
    throw error;
  });

  const repeatedReport = new RepeatedResponse();
  const repeatedSelf = new RepeatedResponse();
  const failing = (name: string): FailedChecks | undefined => registry.failing(name);
  const all = async (c: Context, name?: string): Promise<Response> => {
    const query = parseRoundQuery(c.req.url);
    if (typeof query === "string") return respondError(STATUS_CODE.BadRequest, query);
    const { groups, exclude, refresh, rest } = query;
    const selection = select(endpoints, { name, groups, exclude });
    if (!("endpoints" in selection)) return respondError(selection.status, selection.message);
    const renderer = await chooseFormat(REPORT_FORMATS, c.req.header("accept"));
    const report = await requestRound(selection.endpoints);
    const status = report.ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    const view = {
      query: rest,
      refresh,
      groups,
      links: () => linksOf(app, c.req.path),
      place,
      failing,
    };
    return repeatedReport.respond(status, renderer.renderReport(report, view), renderer);
  };

  addRoute(app, "/all", untilShutdown(shutdown, (c) => all(c)));
  addRoute(
    app,
    "/all/:name{[^]+}",
    untilShutdown(shutdown, (c) => all(c, nameIn(c.req.url, endpoints))),
  );
  // Few formats show any of it.
  const self: Self = {
    get now(): Date {
      return new Date();
    },
    get uptime(): Seconds {
      return performance.now() / 1000;
    },
    links: () => linksOf(app, "/self"),
    place,
  };
  const respondSelf = (renderer: ReportRenderer): Response =>
    repeatedSelf.respond(STATUS_CODE.OK, renderer.renderSelf(self), renderer);
  addRoute(app, "/self", (c) => {
    const renderer = chooseFormat(REPORT_FORMATS, c.req.header("accept"));
    return renderer instanceof Promise ? renderer.then(respondSelf) : respondSelf(renderer);
  });
  addRoute(app, "/metrics", async (c) => {
    const renderer = await chooseFormat(METRICS_FORMATS, c.req.header("accept"));
    const { familiesOf } = await import("../exposition/families.ts");
    const all = familiesOf(registry, {
      startTime: performance.timeOrigin,
      residentBytes: Deno.memoryUsage().rss,
      droppedLogLines: droppedLogLines(),
      isShuttingDown: shutdown.aborted,
    });
    return respond(STATUS_CODE.OK, renderer.renderMetrics([...all, ...families()]), renderer);
  });
  const root = untilShutdown(shutdown, (c) => all(c));
  addRoute(app, "/", async (c) => {
    const { contentType } = await chooseFormat(REPORT_FORMATS, c.req.header("accept"));
    return contentType.startsWith("text/html") ? root(c) : c.notFound();
  });
  app.notFound(() => respondNotFound(app));
  return app;
}

/** The name in a path, verbatim or percent-decoded: a name derived from a URL may hold escapes. */
function nameIn(url: string, endpoints: readonly Endpoint[]): string {
  const [, name = ""] = /:\/\/[^/]*\/all\/([^?#]*)/.exec(url) ?? [];
  return endpoints.some((endpoint) => endpoint.name === name) ? name : decodePercent(name) ?? name;
}
