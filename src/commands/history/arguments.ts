/** @module What `history` takes. */
import { formatNames } from "../../formats/format.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import { startsUrl } from "../../process/text/redact.ts";
import { HISTORY_FORMATS } from "../../watch/history/render/formats.ts";
import type { Operand, SettingsOf } from "../arguments/argument.ts";
import { choice, duration } from "../arguments/values.ts";

const FILE: Operand<string> = {
  kind: "operand",
  name: "FILE",
  help: "the file that a watch writes with --history",
  read: ([text]) => {
    if (text && !startsUrl(text)) return text;
    throw new ArgumentError("use FILE", "it must be the history of a watch", text);
  },
};

/** Its arguments. */
export const HISTORY_ARGUMENTS = {
  file: FILE,
  format: choice("format", formatNames(HISTORY_FORMATS), "text", "how the history is printed"),
  since: duration("since", "7d", "look back this far, such as 24h"),
};

/** What they set. */
export type HistorySettings = SettingsOf<typeof HISTORY_ARGUMENTS>;
