import { LOG_FORMATS, LOG_LEVELS } from "../../process/output/log.ts";
import { choice } from "./values.ts";

/** What every command with a log takes. */
export const LOGGING = {
  logFormat: choice("log-format", LOG_FORMATS, "text", "how a log line is written"),
  logLevel: choice("log-level", LOG_LEVELS, "info", "the minimum level"),
};
