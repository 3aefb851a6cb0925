import type { Context, Hono } from "hono";

/**
 * Adds a route for GET and HEAD. Hono's small routers ignore a trailing slash; here `/self/` must be
 * unknown, because only `/self` is documented.
 *
 * This wraps the handler instead of adding a middleware: a second handler would make Hono compose the
 * two for every request.
 */
export function addRoute(
  app: Hono,
  path: string,
  handler: (c: Context) => Response | Promise<Response>,
): void {
  app.get(path, (c) => c.req.path === path ? handler(c) : c.notFound());
}
