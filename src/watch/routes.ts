/** @module The routes of a watch. */
import { STATUS_CODE } from "@std/http/status";
import type { Hono } from "hono/tiny";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { chooseFormat } from "../server/negotiation.ts";
import { addRoute } from "../server/route.ts";
import { reasonOf } from "../check/reason.ts";
import { respond, respondError } from "../server/response.ts";
import type { Report } from "../check/report.ts";
import { DURATION, type Milliseconds, parseDuration, type Seconds } from "../process/duration.ts";
import { HISTORY_FORMATS } from "./history/formats.ts";
import type { HistoryStore } from "./history/store.ts";
import { type Span, summarize, type Summary } from "./history/summary.ts";

/** Options of {@linkcode addWatchRoutes}. */
export interface WatchRoutesOptions {
  /**
   * Returns the last scheduled round, and how long ago it started; `undefined` before the first.
   */
  last: () => { readonly report: Report; readonly age: Seconds } | undefined;
  /** From the start of a round to the start of the next. */
  every: Seconds;
  /** The history; `undefined` if there is none. */
  history: HistoryStore | undefined;
}

/** The report before the first round has ended. */
const NO_ROUND: Report = { ready: false, startedAt: { date: new Date(0), ms: 0 }, results: [] };

/** The age in periods above which a round is stale. */
const MAX_AGE_PERIODS = 3;
const DEFAULT_SPAN = "90d";
/** Up to this, a slot is an hour; above it, a day. */
const MAX_HOURLY_SPAN: Seconds = 4 * 86_400;
const MAX_SLOTS = 366;
/** How long a summary answers further requests. */
const CACHE_MS: Milliseconds = 1000;

/**
 * Adds `/health`, the last scheduled round, and `/history`, a summary of the outages. Neither
 * starts a check.
 */
export function addWatchRoutes(app: Hono, { last, every, history }: WatchRoutesOptions): void {
  addRoute(app, "/health", async (c) => {
    const renderer = await chooseFormat(REPORT_FORMATS, c.req.header("accept"));
    const { report, age } = last() ?? { report: NO_ROUND, age: undefined };
    // A watch that has stopped checking must not look healthy.
    const ready = report.ready && age !== undefined && age <= MAX_AGE_PERIODS * every;
    const view = { query: "", refresh: null, ...(age === undefined ? {} : { age }) };
    const status = ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    return respond(status, renderer.renderReport({ ...report, ready }, view), renderer);
  });

  // Summarizing is synchronous: a flood of requests must not delay the checks.
  let cached: (CachedSummary & { seconds: Seconds; untilMs: Milliseconds }) | undefined;
  addRoute(app, "/history", async (c) => {
    if (history === undefined) {
      return respondError(
        STATUS_CODE.NotFound,
        "Not found: there is no history, see --history and the log",
      );
    }
    const text = c.req.query("since") ?? DEFAULT_SPAN;
    const seconds = parseDuration(text);
    if (seconds === undefined) {
      const must = `it must be ${DURATION}`;
      return respondError(STATUS_CODE.BadRequest, `Bad request: cannot use since: ${must}`);
    }
    if (cached === undefined || cached.seconds !== seconds || cached.untilMs < performance.now()) {
      const summary = summarizeLast(seconds, history);
      if (summary instanceof Response) return summary;
      cached = { ...summary, seconds, untilMs: performance.now() + CACHE_MS };
    }
    const { summaries, span } = cached;
    const renderer = await chooseFormat(HISTORY_FORMATS, c.req.header("accept"));
    return respond(STATUS_CODE.OK, renderer.renderHistory(summaries, span), renderer);
  });
}

interface CachedSummary {
  readonly summaries: readonly Summary[];
  readonly span: Span;
}

/** Summarizes the end of the history; returns the error response if it cannot be read. */
function summarizeLast(seconds: Seconds, history: HistoryStore): CachedSummary | Response {
  const end = new Date();
  const span = { begin: new Date(end.getTime() - seconds * 1000), end };
  const slot = seconds <= MAX_HOURLY_SPAN ? 3600 : 86_400;
  const slots = Math.min(MAX_SLOTS, Math.max(1, Math.ceil(seconds / slot)));
  try {
    return { summaries: summarize(history.record(), { span, slots }), span };
  } catch (error) {
    return respondError(
      STATUS_CODE.ServiceUnavailable,
      `Cannot read the history: ${reasonOf(error)}`,
    );
  }
}
