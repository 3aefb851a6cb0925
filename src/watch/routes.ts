/** @module The routes of a watch. */
import { STATUS_CODE } from "@std/http/status";
import type { Context, Hono } from "hono";
import type { Ending, View } from "../formats/renderer.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { formatIn, queryError, queryOf, takeRefresh } from "../server/query.ts";
import { addRoute, linksOf, untilEnding } from "../server/route.ts";
import { reasonOf } from "../check/reason.ts";
import { chooseFormat, respond, respondErrorTo } from "../server/response.ts";
import type { Report, Result } from "../check/report.ts";
import { DURATION, parseDuration, type Seconds } from "../process/time/duration.ts";
import { HISTORY_FORMATS } from "./history/render/formats.ts";
import type { RenderCache } from "./history/worker/render_cache.ts";

/** The last scheduled round. */
export interface LastRound {
  readonly report: Report;
  /** How long ago it started. */
  readonly age: Seconds;
  /** How long it took. */
  readonly duration: Seconds;
}

/** Options of {@linkcode addWatchRoutes}. */
export interface WatchRoutesOptions {
  /** Returns the last scheduled round that has ended; `undefined` before the first. */
  last: () => LastRound | undefined;
  /** From the start of a round to the start of the next. */
  every: Seconds;
  /** The longest timeout of an endpoint. */
  timeout: Seconds;
  /** The history; `undefined` if there is none. */
  history: RenderCache | undefined;
  /**
   * Where the process runs, for the pages.
   * @default {undefined}
   */
  place?: string | undefined;
  /**
   * Returns when the first failure in a row of the endpoint with this name started.
   * @default {() => undefined}
   */
  failingSince?: View["failingSince"];
  /**
   * Returns the last 60 minutes of an endpoint, for the pages.
   * @default {undefined}
   */
  lastHour?: View["lastHour"];
  /**
   * Aborts when the process begins to shut down.
   * @default {new AbortController().signal}
   */
  shutdown?: AbortSignal;
  /**
   * Aborts when the pod begins to drain: no round starts any more, and the history is closed.
   * @default {new AbortController().signal}
   */
  draining?: AbortSignal;
}

/** The report before the first round has ended. */
const NO_ROUND: Report = { ready: false, startedAt: { date: new Date(0), ms: 0 }, results: [] };

/** The age in periods, beyond the longest timeout, above which a round is stale. */
const MAX_AGE_PERIODS = 3;
const DEFAULT_SPAN = "90d";

/**
 * Adds `/health`, the last scheduled round, and `/history`, a summary of the outages. Neither
 * starts a check.
 */
export function addWatchRoutes(
  app: Hono,
  {
    last,
    every,
    timeout,
    history,
    place,
    failingSince,
    lastHour,
    shutdown = new AbortController().signal,
    draining = new AbortController().signal,
  }: WatchRoutesOptions,
): void {
  const report = async (c: Context): Promise<Response> => {
    const searchParams = queryOf(c.req.url);
    const mistake = queryError(searchParams, ["refresh"], REPORT_FORMATS);
    if (mistake !== undefined) return respondErrorTo(c, STATUS_CODE.BadRequest, mistake);
    const accept = c.req.header("accept");
    const renderer = await chooseFormat(REPORT_FORMATS, accept, formatIn(searchParams));
    const { report: round = NO_ROUND, age, duration = 0 } = last() ?? {};
    const results = round.results.map((result) => older(result, age ?? 0));
    // A watch that has stopped checking must not look healthy. One whose rounds are slow has not: a
    // round then starts when the last has ended.
    const maxAge = MAX_AGE_PERIODS * Math.max(every, duration) + timeout;
    const stale = age !== undefined && age > maxAge;
    const ready = round.ready && !stale;
    const pending = age === undefined;
    const view = {
      ...takeRefresh(searchParams),
      links: () => linksOf(app, "/health"),
      place,
      failingSince,
      lastHour,
      stale,
      pending,
      ...(age === undefined ? {} : { age }),
    };
    const status = ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    return respond(status, renderer.renderReport({ ...round, results, ready }, view), renderer);
  };
  // A pod that drains also shuts down, and then says so.
  const health = untilEnding(draining, "Draining", report);
  addRoute(app, "/health", untilEnding(shutdown, "Shutting down", health));

  if (history === undefined) {
    const message = "Not found: there is no history, see --history";
    app.get("/history", (c) => respondErrorTo(c, STATUS_CODE.NotFound, message));
    return;
  }
  addRoute(app, "/history", async (c) => {
    const searchParams = queryOf(c.req.url);
    if (shutdown.aborted || draining.aborted) {
      const ending: Ending = shutdown.aborted ? "Shutting down" : "Draining";
      const message = `${ending}: the history is closed`;
      return respondErrorTo(c, STATUS_CODE.ServiceUnavailable, message);
    }
    const mistake = queryError(searchParams, ["since"], HISTORY_FORMATS);
    if (mistake !== undefined) return respondErrorTo(c, STATUS_CODE.BadRequest, mistake);
    const text = searchParams.get("since") ?? DEFAULT_SPAN;
    const seconds = parseDuration(text);
    if (seconds === undefined) {
      const must = `it must be ${DURATION}`;
      return respondErrorTo(c, STATUS_CODE.BadRequest, `Bad request: cannot use since: ${must}`);
    }
    const accept = c.req.header("accept");
    const renderer = await chooseFormat(HISTORY_FORMATS, accept, formatIn(searchParams));
    const [type = ""] = renderer.contentType.split(";");
    try {
      return respond(STATUS_CODE.OK, await history.render(type, seconds), renderer);
    } catch (error) {
      const message = `Cannot read the history: ${reasonOf(error)}`;
      return respondErrorTo(c, STATUS_CODE.ServiceUnavailable, message);
    }
  });
}

/** The result with the present age of a kept success, which has aged since the round. */
function older(result: Result, sinceRound: Seconds): Result {
  return result.age === undefined ? result : { ...result, age: result.age + sinceRound };
}
