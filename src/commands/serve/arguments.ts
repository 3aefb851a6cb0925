/** @module What serving takes. */
import type { SettingsOf } from "../arguments/argument.ts";
import { DRY_RUN } from "../arguments/dry_run.ts";
import { ENDPOINTS, TIMEOUT } from "../arguments/endpoints.ts";
import { LOGGING } from "../arguments/logging.ts";
import { HOST, PORT, SHUTDOWN_DELAY } from "../arguments/serving.ts";
import { TLS } from "../arguments/tls.ts";

/** Its arguments. */
export const SERVE_ARGUMENTS = {
  port: PORT,
  timeout: TIMEOUT,
  endpoints: ENDPOINTS,
  ...TLS,
  host: HOST,
  shutdownDelay: SHUTDOWN_DELAY,
  dryRun: DRY_RUN,
  ...LOGGING,
};

/** What they set. */
export type ServeSettings = SettingsOf<typeof SERVE_ARGUMENTS>;
