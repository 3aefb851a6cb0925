/** @module The options of `run` alone. */
import type { Endpoint } from "../check/endpoint.ts";
import { QUIT_CONDITIONS, type QuitCondition } from "../run/quit_condition.ts";
import type { Seconds } from "../process/duration.ts";
import type { Option } from "./argument.ts";
import { choice, durationOf, wrong } from "./option_values.ts";

/** Whether to start the program only if the waiting succeeded. */
export const TIMEOUT_FATAL: Option<boolean> = {
  kind: "option",
  name: "timeout-fatal",
  value: "true|false",
  choices: ["true", "false"],
  help: "with false, start COMMAND even if the endpoints are not ready within --for",
  default: true,
  shownDefault: "true",
  read: (text) => {
    if (text === "true" || text === "false") return text === "true";
    throw wrong("timeout-fatal", "true or false", text);
  },
};

/** When to kill the program. */
export const GRACE: Option<Seconds> = {
  kind: "option",
  name: "grace",
  value: "DURATION",
  help: "kill COMMAND this long after a SIGTERM",
  default: 25,
  shownDefault: "25s",
  read: (text) => durationOf("grace", text),
};

/** Where to send a quit. */
export const QUIT: Option<readonly Endpoint[]> = {
  kind: "option",
  name: "quit",
  value: "URL",
  help: "send a POST there when COMMAND has ended; may be repeated",
  default: [],
  repeats: true,
  read: async (text, before) => {
    const { parseQuit } = await import("../run/quit.ts");
    return [...before, await parseQuit(text)];
  },
};

/** When to send a quit. */
export const QUIT_ON: Option<QuitCondition> = choice("quit-on", {
  choices: QUIT_CONDITIONS,
  help: "send it whatever happened, or only if COMMAND has exited with 0",
  byDefault: "always",
});
