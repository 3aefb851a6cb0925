import type { Flag } from "./argument.ts";

/** What every command takes that serves or repeats its rounds. */
export const DRY_RUN: Flag = {
  kind: "flag",
  name: "dry-run",
  help: "read all arguments, print what they say, and exit",
};
