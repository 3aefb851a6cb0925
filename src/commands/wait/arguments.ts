/** @module What `wait` takes. */
import type { SettingsOf } from "../arguments/argument.ts";
import { DRY_RUN } from "../arguments/dry_run.ts";
import { ENDPOINTS, GROUP, TIMEOUT } from "../arguments/endpoints.ts";
import { LOGGING } from "../arguments/logging.ts";
import { EVERY, FOR } from "../arguments/polling.ts";
import { TLS } from "../arguments/tls.ts";

/** Its arguments. */
export const WAIT_ARGUMENTS = {
  timeout: TIMEOUT,
  endpoints: ENDPOINTS,
  ...TLS,
  groups: GROUP,
  every: EVERY,
  waitTimeout: FOR,
  dryRun: DRY_RUN,
  ...LOGGING,
};

/** What they set. */
export type WaitSettings = SettingsOf<typeof WAIT_ARGUMENTS>;
