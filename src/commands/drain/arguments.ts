/** @module What `drain` takes: nothing. */
import type { SettingsOf } from "../arguments/argument.ts";

/** Its arguments. */
export const DRAIN_ARGUMENTS = {};

/** What they set. */
export type DrainSettings = SettingsOf<typeof DRAIN_ARGUMENTS>;
