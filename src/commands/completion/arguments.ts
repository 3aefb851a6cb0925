/** @module What `completion` takes. */
import { ArgumentError } from "../../process/argument_error.ts";
import type { Operand, SettingsOf } from "../arguments/argument.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

const SHELL: Operand<(typeof SHELLS)[number]> = {
  kind: "operand",
  name: "SHELL",
  help: SHELLS.join(", "),
  choices: SHELLS,
  read: ([text]) => {
    const shell = SHELLS.find((shell) => shell === text);
    if (shell !== undefined) return shell;
    throw new ArgumentError("use SHELL", `it must be ${SHELLS.join(" or ")}`, text);
  },
};

/** Its arguments. */
export const COMPLETION_ARGUMENTS = { shell: SHELL };

/** What they set. */
export type CompletionSettings = SettingsOf<typeof COMPLETION_ARGUMENTS>;
