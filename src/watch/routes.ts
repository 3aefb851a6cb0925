import { STATUS_CODE } from "@std/http/status";
import type { Hono } from "hono/tiny";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { chooseFormat } from "../server/negotiation.ts";
import { addRoute } from "../server/route.ts";
import { reasonOf } from "../check/reason.ts";
import { respond, respondError } from "../server/response.ts";
import type { Report } from "../check/report.ts";
import { parseDuration } from "../process/duration.ts";
import { HISTORY_FORMATS } from "./history/formats.ts";
import type { HistoryStore } from "./history/store.ts";
import { type Span, summarize, type Summary } from "./history/summary.ts";

/** What the routes of a watch rest on. */
export interface WatchRoutesOptions {
  /** The last scheduled round and how many seconds ago it began, where there was one. */
  last: () => { readonly report: Report; readonly age: number } | undefined;
  /** The seconds from round to round. */
  every: number;
  history: HistoryStore | undefined;
}

/** What is said where no round has ended yet. */
const NO_ROUND: Report = { ready: false, startedAt: new Date(0), results: [] };

/** A round older than so many periods says nothing of now. */
const STALE = 3;
const DEFAULT_SPAN = "90d";
const LONGEST_SPAN = 3650 * 86_400;
/** Up to so many seconds a strip shows hours, above it days. */
const MOST_IN_HOURS = 4 * 86_400;
const MOST_SLOTS = 366;

const KEPT_MS = 1000;

/** Adds `/health` and `/history`. */
export function addWatchRoutes(app: Hono, { last, every, history }: WatchRoutesOptions): void {
  addRoute(app, "/health", async (c) => {
    const renderer = await chooseFormat(REPORT_FORMATS, c.req.header("accept"));
    const { report, age } = last() ?? { report: NO_ROUND, age: undefined };
    // A watcher that has stopped watching must not look well.
    const ready = report.ready && age !== undefined && age <= STALE * every;
    const view = { query: "", refresh: null, ...(age === undefined ? {} : { age }) };
    const status = ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    return respond(status, renderer.renderReport({ ...report, ready }, view), renderer);
  });

  // Who asks again and again must not keep the process from its checks.
  let recent: (SummedUp & { seconds: number; until: number }) | undefined;
  addRoute(app, "/history", async (c) => {
    if (history === undefined) {
      return respondError(
        STATUS_CODE.NotFound,
        "Not found: there is no history, see --history and the log",
      );
    }
    const text = c.req.query("since") ?? DEFAULT_SPAN;
    const seconds = parseDuration(text, LONGEST_SPAN);
    if (seconds === undefined) {
      const must = "it must be a duration such as 24h or 90d";
      return respondError(STATUS_CODE.BadRequest, `Bad request: cannot use since: ${must}`);
    }
    if (recent === undefined || recent.seconds !== seconds || recent.until < performance.now()) {
      const summed = sumUp(history, seconds);
      if (summed instanceof Response) return summed;
      recent = { ...summed, seconds, until: performance.now() + KEPT_MS };
    }
    const { summaries, span } = recent;
    const renderer = await chooseFormat(HISTORY_FORMATS, c.req.header("accept"));
    return respond(STATUS_CODE.OK, renderer.renderHistory(summaries, span), renderer);
  });
}

interface SummedUp {
  readonly summaries: readonly Summary[];
  readonly span: Span;
}

/** The last so many seconds of the history, or the answer that says why there is none. */
function sumUp(history: HistoryStore, seconds: number): SummedUp | Response {
  const end = new Date();
  const span = { begin: new Date(end.getTime() - seconds * 1000), end };
  const slot = seconds <= MOST_IN_HOURS ? 3600 : 86_400;
  const slots = Math.min(MOST_SLOTS, Math.max(1, Math.ceil(seconds / slot)));
  try {
    return { summaries: summarize(history.record(), { span, slots }), span };
  } catch (error) {
    return respondError(
      STATUS_CODE.ServiceUnavailable,
      `Cannot read the history: ${reasonOf(error)}`,
    );
  }
}
