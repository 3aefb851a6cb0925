import { createLog } from "../process/log.ts";
import { keepOnly } from "../process/permissions.ts";
import { permissionsOf } from "../endpoint/kinds.ts";
import { serve } from "../server/serve.ts";
import type { Settings } from "../cli/settings.ts";
import { createSidecar } from "../server/sidecar.ts";

/** Serves what is asked for, and does nothing unasked. */
export async function run(settings: Settings): Promise<number> {
  const log = createLog({ format: settings.logFormat, level: settings.logLevel });
  const { app } = await createSidecar(settings, log);
  await keepOnly("net", ...permissionsOf(settings.endpoints));
  return await serve({ settings, log, fetch: (request) => app.fetch(request) });
}
