import { STATUS_CODE } from "@std/http/status";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { negotiate } from "./negotiation.ts";
import { decodePercent } from "./percent.ts";
import { FORMATS, loadMetrics, TEXT } from "./renderers/mod.ts";
import type { Endpoint, Renderer, Report } from "./report.ts";
import { select } from "./selection.ts";
import type { Tally } from "./tally.ts";

/** What the routes rest on. */
export interface AppOptions {
  /** What there is to ask for. */
  endpoints: readonly Endpoint[];
  /** Gives the report of a round of these that begins no earlier than the call. */
  ask: (endpoints: readonly Endpoint[]) => Promise<Report>;
  /** What the rounds so far have shown. */
  tally: Tally;
}

const LONGEST_REFRESH = 3600;
const NOT_FOUND = "Not found: ask /all, /all/NAME, /self or /metrics\n";

/** The routes, without a socket: `app.request()` tries them. HEAD works wherever GET does. */
export function createApp({ endpoints, ask, tally }: AppOptions): Hono {
  const app = new Hono();

  const all = async (c: Context, name?: string): Promise<Response> => {
    const selection = select(endpoints, { name, exclude: c.req.queries("exclude") ?? [] });
    if (!("endpoints" in selection)) return c.text(`${selection.message}\n`, selection.status);
    const refresh = parseRefresh(c.req.query("refresh"));
    if (refresh === undefined) {
      const must = `it must be whole seconds from 1 to ${LONGEST_REFRESH}`;
      return c.text(`Bad request: cannot use refresh: ${must}\n`, STATUS_CODE.BadRequest);
    }
    const renderer = await rendererFor(c);
    const report = await ask(selection.endpoints);
    const status = report.ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable;
    const view = { query: queryWithout(c.req.url, "refresh"), refresh };
    return c.body(renderer.renderReport(report, view), status, headersOf(renderer));
  };

  app.use(async (c, next) => {
    await next();
    c.res.headers.set("Cache-Control", "no-store");
    c.res.headers.set("X-Content-Type-Options", "nosniff");
  });
  app.get("/all", (c) => c.req.path === "/all" ? all(c) : c.notFound());
  app.get("/all/*", (c) => all(c, nameIn(c.req.url, endpoints)));
  app.get("/self", async (c) => {
    if (c.req.path !== "/self") return c.notFound();
    const renderer = await rendererFor(c);
    const self = { now: new Date(), uptime: performance.now() / 1000 };
    return c.body(renderer.renderSelf(self), STATUS_CODE.OK, headersOf(renderer));
  });
  app.get("/metrics", async (c) => {
    if (c.req.path !== "/metrics") return c.notFound();
    const { EXPOSITIONS, renderMetrics } = await loadMetrics();
    const type = await negotiate(c.req.header("accept"), EXPOSITIONS.keys(), TEXT);
    const process = {
      startTime: performance.timeOrigin / 1000,
      residentBytes: Deno.memoryUsage().rss,
    };
    return c.body(
      renderMetrics(tally, { open: type !== TEXT, process }),
      STATUS_CODE.OK,
      headersOf({ contentType: EXPOSITIONS.get(type) ?? type }),
    );
  });
  app.notFound((c) => c.text(NOT_FOUND, STATUS_CODE.NotFound));
  return app;
}

async function rendererFor(c: Context): Promise<Renderer> {
  const type = await negotiate(c.req.header("accept"), FORMATS.keys(), TEXT);
  const load = FORMATS.get(type);
  if (load === undefined) throw new TypeError(`no renderer for ${type}`);
  return await load();
}

/** The name in a path, as it stands or percent-decoded: a name made from a URL may hold escapes. */
function nameIn(url: string, endpoints: readonly Endpoint[]): string {
  const name = new URL(url).pathname.slice("/all/".length);
  return endpoints.some((endpoint) => endpoint.name === name) ? name : decodePercent(name) ?? name;
}

/** The seconds of `refresh`, `null` where there are none, `undefined` where they are wrong. */
function parseRefresh(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return seconds >= 1 && seconds <= LONGEST_REFRESH ? seconds : undefined;
}

function queryWithout(url: string, name: string): string {
  const { searchParams } = new URL(url);
  searchParams.delete(name);
  return searchParams.toString();
}

function headersOf(
  { contentType, headers }: Pick<Renderer, "contentType" | "headers">,
): Record<string, string> {
  return { "Content-Type": contentType, Vary: "Accept", ...headers };
}
