/** @module The pages that are photographed and measured: always of the same time and the same checks. */
import { type Outcome, reportOf } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import * as html from "../../src/formats/html.ts";
import type { View } from "../../src/formats/renderer.ts";
import { renderHistory } from "../../src/watch/history/render/html.ts";
import type { ResponseTimes } from "../../src/watch/history/history_file.ts";
import { slotEdges } from "../../src/watch/history/summary/slot_edges.ts";
import { summarize } from "../../src/watch/history/summary/summarize.ts";

const NOW = { date: new Date("2026-01-15T10:31:07Z"), ms: 0 };
const DAY_MS = 86_400_000;
const OK: Outcome = { ok: true, status: 200, found: "status 200" };
const REFUSED = {
  ok: false,
  status: null,
  failure: "refused",
  reason: "connection refused",
} as const;
const STILL = {
  ok: false,
  status: 200,
  failure: "stalled",
  reason:
    "no progress of vllm:generation_tokens_total for 130 s while vllm:num_requests_running is 4",
} as const;

const FIRST: readonly (readonly [string, Outcome])[] = [
  ["http://localhost:8080/health#name=app&group=ready&group=live", OK],
  ["http://localhost:8000/v1/models#name=model&group=ready", REFUSED],
  ["http://localhost:8000/metrics#name=model-progress&group=live", STILL],
  ["tcp://localhost:6379#name=cache&optional", REFUSED],
  ["https://localhost:8443/health#name=gateway&group=ready&group=startup", {
    ...OK,
    certificate: {
      expires: new Date(NOW.date.getTime() + 33 * DAY_MS),
      issuer: "Example CA",
      subject: "app.example",
    },
  }],
  ["tcp://localhost:5432#name=database&group=startup", {
    ok: true,
    status: null,
    found: "connected",
  }],
];

const FAILING_MINUTES: Readonly<Record<string, number>> = {
  cache: 36,
  model: 12,
  "model-progress": 2,
};

const VIEW: View = {
  query: "",
  refresh: null,
  place: "prod/llm, pod llm-7d9",
  links: () => ["/history", "/metrics", "/self"],
  failingSince: (name) => new Date(NOW.date.getTime() - (FAILING_MINUTES[name] ?? 0) * 60_000),
};

/** The last 60 minutes of each endpoint: up, but for those that fail now. */
export const WATCHED: Partial<View> = {
  lastHour: (name) => {
    const failing = FAILING_MINUTES[name] ?? 0;
    return Array.from({ length: 60 }, (_, minute) => minute < 60 - failing ? 0 : 1);
  },
};

/**
 * Returns what renders the page of `/all`.
 *
 * @param count The number of endpoints; two of them fail.
 * @param view What `watch` adds.
 */
export async function checksOf(count: number, view: Partial<View> = {}): Promise<() => string> {
  const rest = Array.from(
    { length: count - FIRST.length },
    (_, index) => [`http://localhost:${9000 + index}/health#name=endpoint-${index}`, OK] as const,
  );
  const all = [...FIRST, ...rest];
  const endpoints = await parseEndpoints(all.map(([url]) => url), 5);
  const results = endpoints.map((endpoint, index) => {
    const outcome = all[index]?.[1] ?? OK;
    return { endpoint, outcome, startedAt: NOW, duration: 0.003 + index % 40 / 1000 };
  });
  return () => html.renderReport(reportOf(NOW, results), { ...VIEW, ...view });
}

/** Renders the page of `/all/model`. */
export async function oneEndpoint(): Promise<string> {
  const [, [url, outcome] = ["", OK]] = FIRST;
  const [endpoint] = await parseEndpoints([url], 5);
  if (endpoint === undefined) throw new TypeError("no endpoint");
  const results = [{ endpoint, outcome, startedAt: NOW, duration: 0.003 }];
  const part = { count: 1, of: FIRST.length, name: "model", groups: [], without: [] };
  return html.renderReport(reportOf(NOW, results), {
    ...VIEW,
    part,
    links: () => ["/all", "/history"],
  });
}

/** Renders the page of `/history`. */
export function history(): string {
  const now = NOW.date.getTime();
  const span = { begin: new Date(now - 90 * DAY_MS), end: NOW.date };
  const watched = [{
    begin: now - 60 * DAY_MS,
    end: now,
    endpoints: ["app", "cache", "model"],
    optional: ["cache"],
  }];
  const outages = [["model", 0.01, null], ["app", 20, 19.8], ["cache", 3, 2.99], [
    "model",
    31,
    30.9,
  ]] as const;
  const recorded = outages.map(([endpoint, begin, end]) => ({
    endpoint,
    begin: now - begin * DAY_MS,
    end: end === null ? null : now - end * DAY_MS,
    firstFailure: "refused" as const,
    firstReason: "connection refused",
    lastFailure: "refused" as const,
    lastReason: "connection refused",
  }));
  return renderHistory(
    summarize({ outages: recorded, watched }, { span, divide: slotEdges }),
    span,
    { place: VIEW.place, recent: () => new Map(), responses: responsesOf },
  );
}

/** The response times of a day, with a slow hour. */
function responsesOf(endpoint: string): ResponseTimes[] {
  return Array.from({ length: 96 }, (_, quarter) => {
    const begin = new Date(NOW.date.getTime() - DAY_MS + quarter * 900_000);
    const p50 = 0.004 + (quarter * 7 % 5) / 1000;
    const worst = p50 * (quarter >> 2 === 14 ? 40 : 2 + quarter * 3 % 4);
    return { endpoint, begin, p50, worst, worstAt: begin };
  });
}
