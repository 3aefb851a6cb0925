/** @module What `install` takes. */
import { ArgumentError } from "../../process/argument_error.ts";
import { startsUrl } from "../../process/text/redact.ts";
import type { Operand, SettingsOf } from "../arguments/argument.ts";

const DIRECTORY: Operand<string> = {
  kind: "operand",
  name: "DIR",
  help: "the directory to copy this binary into, such as the mount of an emptyDir",
  read: ([text]) => {
    if (text && !startsUrl(text)) return text;
    throw new ArgumentError("use DIR", "it must be a directory", text);
  },
};

/** Its arguments. */
export const INSTALL_ARGUMENTS = { folder: DIRECTORY };

/** What they set. */
export type InstallSettings = SettingsOf<typeof INSTALL_ARGUMENTS>;
