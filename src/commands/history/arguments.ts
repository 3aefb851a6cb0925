/** @module What `history` takes. */
import { printedNames } from "../../formats/format.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import { startsUrl } from "../../process/text/redact.ts";
import { HISTORY_FORMATS } from "../../watch/history/render/formats.ts";
import type { Operand, Option, SettingsOf } from "../arguments/argument.ts";
import { COLOR } from "../arguments/logging.ts";
import { choice, duration, wrong } from "../arguments/values.ts";

const FILE: Operand<string> = {
  kind: "operand",
  name: "FILE",
  help: "the file that a watch writes with --history",
  read: ([text]) => {
    if (text && !startsUrl(text)) return text;
    throw new ArgumentError("use FILE", "it must be the history of a watch", text);
  },
};

const MAX_LIMIT = 10_000;

const LIMIT: Option<number> = {
  kind: "option",
  name: "limit",
  value: "OUTAGES",
  help: "list so many of the newest outages of each endpoint",
  default: 20,
  shownDefault: "20",
  read: (text) => {
    const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (limit >= 1 && limit <= MAX_LIMIT) return limit;
    throw wrong("limit", `a whole number from 1 to ${MAX_LIMIT}`, text);
  },
};

/** Its arguments. */
export const HISTORY_ARGUMENTS = {
  file: FILE,
  format: choice("format", printedNames(HISTORY_FORMATS), "text", "how the history is printed"),
  color: COLOR,
  limit: LIMIT,
  since: duration("since", "90d", "look back this far, such as 24h"),
};

/** What they set. */
export type HistorySettings = SettingsOf<typeof HISTORY_ARGUMENTS>;
