import { STATUS_CODE } from "@std/http/status";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { negotiate } from "./negotiation.ts";
import { decodePercent } from "../process/percent.ts";
import { loadMetrics, TEXT } from "../formats/formats.ts";
import { rendererFor, respond, respondError } from "./response.ts";
import type { Endpoint, Report } from "../check/report.ts";
import { select } from "./selection.ts";
import type { Family } from "../metrics/family.ts";
import type { Registry } from "../metrics/registry.ts";

/** What the routes rest on. */
export interface AppOptions {
  /** What there is to ask for. */
  endpoints: readonly Endpoint[];
  /** Gives the report of a round of these that begins no earlier than the call. */
  ask: (endpoints: readonly Endpoint[]) => Promise<Report>;
  /** What the rounds so far have shown. */
  registry: Registry;
  /**
   * What else the metrics tell.
   * @default {() => []}
   */
  families?: () => readonly Family[];
}

const LONGEST_REFRESH = 3600;

/** The routes, without a socket: `app.request()` tries them. HEAD works wherever GET does. */
export function createApp(
  { endpoints, ask, registry, families = (): readonly Family[] => [] }: AppOptions,
): Hono {
  const app = new Hono();

  const all = async (c: Context, name?: string): Promise<Response> => {
    const searchParams = queryOf(c.req.url);
    const selection = select(endpoints, { name, exclude: searchParams.getAll("exclude") });
    if (!("endpoints" in selection)) return respondError(selection.status, selection.message);
    const refresh = parseRefresh(searchParams.get("refresh"));
    if (refresh === undefined) {
      const must = `it must be whole seconds from 1 to ${LONGEST_REFRESH}`;
      return respondError(STATUS_CODE.BadRequest, `Bad request: cannot use refresh: ${must}`);
    }
    searchParams.delete("refresh");
    const renderer = await rendererFor(c.req.header("accept"));
    const report = await ask(selection.endpoints);
    const status = report.ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    const view = { query: searchParams.toString(), refresh };
    return respond(status, renderer.renderReport(report, view), renderer);
  };

  app.get("/all", (c) => c.req.path === "/all" ? all(c) : notFound());
  app.get("/all/*", (c) => all(c, nameIn(c.req.url, endpoints)));
  app.get("/self", async (c) => {
    if (c.req.path !== "/self") return notFound();
    const renderer = await rendererFor(c.req.header("accept"));
    const self = { now: new Date(), uptime: performance.now() / 1000 };
    return respond(STATUS_CODE.OK, renderer.renderSelf(self), renderer);
  });
  app.get("/metrics", async (c) => {
    if (c.req.path !== "/metrics") return notFound();
    const { EXPOSITIONS, renderMetrics } = await loadMetrics();
    const type = await negotiate(c.req.header("accept"), EXPOSITIONS.keys(), TEXT);
    const process = {
      startTime: performance.timeOrigin / 1000,
      residentBytes: Deno.memoryUsage().rss,
    };
    const text = renderMetrics(registry, { open: type !== TEXT, process, families: families() });
    return respond(STATUS_CODE.OK, text, { contentType: EXPOSITIONS.get(type) ?? type });
  });
  app.notFound(notFound);
  return app;
}

function notFound(): Response {
  return respondError(STATUS_CODE.NotFound, "Not found: ask /all, /all/NAME, /self or /metrics");
}

/** The query of a URL; most have none, and to parse the whole of them would cost more than the answer. */
function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : url.slice(start));
}

/** The name in a path, as it stands or percent-decoded: a name made from a URL may hold escapes. */
function nameIn(url: string, endpoints: readonly Endpoint[]): string {
  const name = new URL(url).pathname.slice("/all/".length);
  return endpoints.some((endpoint) => endpoint.name === name) ? name : decodePercent(name) ?? name;
}

/** The seconds of `refresh`, `null` where there are none, `undefined` where they are wrong. */
function parseRefresh(text: string | null): number | null | undefined {
  if (text === null) return null;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return seconds >= 1 && seconds <= LONGEST_REFRESH ? seconds : undefined;
}
