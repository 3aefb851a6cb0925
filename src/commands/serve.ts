import { createLog } from "../log.ts";
import { keepOnly } from "../permissions.ts";
import { permissionsOf } from "../probes/mod.ts";
import { serve } from "../server.ts";
import type { Settings } from "../settings.ts";
import { createSidecar } from "../sidecar.ts";

/** Serves what is asked for, and does nothing unasked. */
export async function run(settings: Settings): Promise<number> {
  const log = createLog({ format: settings.logFormat, level: settings.logLevel });
  const { app } = await createSidecar(settings, log);
  await keepOnly("net", ...permissionsOf(settings.endpoints));
  return await serve({ settings, log, fetch: (request) => app.fetch(request) });
}
