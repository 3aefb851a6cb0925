import { STATUS_CODE } from "@std/http/status";
import { Hono } from "hono/tiny";
import type { Report } from "./report.ts";
import { renderReport, renderSelf } from "./renderers/text.ts";

/** What the routes rest on. */
export interface AppOptions {
  /** Gives the report of a round that begins no earlier than the call. */
  ask: () => Promise<Report>;
}

/** The routes, without a socket: `app.request()` tries them. HEAD works wherever GET does. */
export function createApp({ ask }: AppOptions): Hono {
  const app = new Hono();

  app.use(async (c, next) => {
    await next();
    c.res.headers.set("Cache-Control", "no-store");
  });
  app.get("/all", async (c) => {
    const report = await ask();
    return c.text(
      renderReport(report),
      report.ready ? STATUS_CODE.OK : STATUS_CODE.ServiceUnavailable,
    );
  });
  app.get("/self", (c) => c.text(renderSelf()));
  app.notFound((c) => c.text("Not found: ask /all or /self\n", STATUS_CODE.NotFound));
  return app;
}
