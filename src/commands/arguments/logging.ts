/** @module What every command takes that prints for a person. */
import { LOG_FORMATS, LOG_LEVELS } from "../../process/output/log.ts";
import { COLORS } from "../../process/output/color.ts";
import { choice } from "./values.ts";

/** When a terminal gets colors. */
export const COLOR = choice("color", COLORS, "auto", "color state words and times");

/** What every command with a log takes. */
export const LOGGING = {
  logFormat: choice("log-format", LOG_FORMATS, "text", "how a log line is written"),
  logLevel: choice("log-level", LOG_LEVELS, "info", "the minimum level"),
  color: COLOR,
};
