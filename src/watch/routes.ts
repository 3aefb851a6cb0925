import { STATUS_CODE } from "@std/http/status";
import type { Hono } from "hono/tiny";
import { negotiate } from "../server/negotiation.ts";
import { reasonOf } from "../check/reason.ts";
import { rendererFor, respond, respondError } from "../server/response.ts";
import type { Report } from "../check/report.ts";
import { parseDuration } from "../process/duration.ts";
import type { HistoryStore } from "./history/store.ts";
import { type Span, summarize, type Summary } from "./history/summary.ts";

/** A format of the history: a pure function to text. */
interface HistoryRenderer {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly renderHistory: (summaries: readonly Summary[], span: Span) => string;
}

/** What the routes of a watch rest on. */
export interface WatchRoutesOptions {
  /** The last scheduled round and how many seconds ago it began, where there was one. */
  last: () => { readonly report: Report; readonly age: number } | undefined;
  /** The seconds from round to round. */
  every: number;
  history: HistoryStore | undefined;
}

/** The formats of `/history` by their media types. */
const FORMATS: ReadonlyMap<string, () => Promise<HistoryRenderer>> = new Map<
  string,
  () => Promise<HistoryRenderer>
>([
  ["text/plain", () => import("./history/text.ts")],
  ["application/json", () => import("./history/json.ts")],
  ["text/html", () => import("./history/html.ts")],
]);

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
  app.get("/health", async (c) => {
    if (c.req.path !== "/health") return c.notFound();
    const renderer = await rendererFor(c.req.header("accept"));
    const { report, age } = last() ?? { report: NO_ROUND, age: undefined };
    // A watcher that has stopped watching must not look well.
    const ready = report.ready && age !== undefined && age <= STALE * every;
    const view = { query: "", refresh: null, ...(age === undefined ? {} : { age }) };
    const status = ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    return respond(status, renderer.renderReport({ ...report, ready }, view), renderer);
  });

  // Who asks again and again must not keep the process from its checks.
  let recent: (SummedUp & { seconds: number; until: number }) | undefined;
  app.get("/history", async (c) => {
    if (c.req.path !== "/history") return c.notFound();
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
    const type = await negotiate(c.req.header("accept"), FORMATS.keys(), "text/plain");
    const format = FORMATS.get(type);
    if (format === undefined) throw new TypeError(`no renderer for ${type}`);
    const renderer = await format();
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
