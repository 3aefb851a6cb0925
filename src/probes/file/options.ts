/** @module The options of the kind `file:`. */
import { DURATION, parseDuration, type Seconds } from "../../process/time/duration.ts";
import { BODY_OPTIONS, type BodyOptions } from "../body/options.ts";
import { type KindOptions, readInto } from "../kind.ts";

/** The part of an endpoint that is a file. */
export interface FileOptions extends BodyOptions {
  /** How long ago the file may have been modified; `null` for any time. */
  readonly maxAge: Seconds | null;
}

/** The options of a file. */
export const FILE_OPTIONS: KindOptions<FileOptions> = {
  table: {
    "max-age": {
      value: "DURATION",
      help: "how long ago the file may have been modified (default any age)",
      must: DURATION,
      read: readInto("maxAge", parseDuration),
    },
    ...BODY_OPTIONS,
  },
};
