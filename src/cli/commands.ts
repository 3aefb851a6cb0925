/** @module The table of commands. */
import { checkClientFiles } from "../commands/arguments/tls.ts";
import { CHECK_ARGUMENTS } from "../commands/check/arguments.ts";
import type { Command } from "../commands/command.ts";
import { COMPLETION_ARGUMENTS } from "../commands/completion/arguments.ts";
import type { CompletedCommand } from "../commands/completion/table.ts";
import { DRAIN_ARGUMENTS } from "../commands/drain/arguments.ts";
import { HISTORY_ARGUMENTS } from "../commands/history/arguments.ts";
import { INSTALL_ARGUMENTS } from "../commands/install/arguments.ts";
import { WAIT_DISABLED } from "../commands/arguments/polling.ts";
import { RUN_ARGUMENTS } from "../commands/run/arguments.ts";
import { SERVE_ARGUMENTS } from "../commands/serve/arguments.ts";
import { WAIT_ARGUMENTS } from "../commands/wait/arguments.ts";
import { WATCH_ARGUMENTS } from "../commands/watch/arguments.ts";

const ROUTES = {
  "/all": "one round of all endpoints: 200 or 503",
  "/all/NAME": "a check of one endpoint",
  "/self": "200 as long as the process lives",
  "/metrics": "what the checks so far have shown, for Prometheus",
};

/** The command without a name. */
export const SERVE: Command<typeof SERVE_ARGUMENTS> = {
  name: "healthcheck",
  summary: "serve /all and /self",
  arguments: SERVE_ARGUMENTS,
  routes: ROUTES,
  checkOptions: checkClientFiles,
  load: () => import("../commands/serve/serve.ts"),
};

const check: Command<typeof CHECK_ARGUMENTS> = {
  name: "healthcheck check",
  summary: "one round, printed; exit status 0 ready, 1 not",
  arguments: CHECK_ARGUMENTS,
  checkOptions: checkClientFiles,
  load: () => import("../commands/check/check.ts"),
};

const wait: Command<typeof WAIT_ARGUMENTS> = {
  name: "healthcheck wait",
  summary: "rounds until one is ready; exit status 0 ready, 1 not in time",
  arguments: WAIT_ARGUMENTS,
  variables: { [WAIT_DISABLED]: "a reason to exit with 0 without waiting" },
  checkOptions: checkClientFiles,
  load: () => import("../commands/wait/wait.ts"),
};

const run: Command<typeof RUN_ARGUMENTS> = {
  name: "healthcheck run",
  summary: "wait, run a program, send a quit to the proxy; exit status the program's",
  arguments: RUN_ARGUMENTS,
  variables: {
    [WAIT_DISABLED]:
      "a reason to start COMMAND without waiting; a quit that fails is then no warning",
  },
  exitStatus: "COMMAND's own; without one, 1 failed, 2 an argument is wrong, " +
    "126 not executable, 127 not found, 128 + n after signal n",
  checkOptions: checkClientFiles,
  load: () => import("../commands/run/run.ts"),
};

const watch: Command<typeof WATCH_ARGUMENTS> = {
  name: "healthcheck watch",
  summary: "serve, and also check on a schedule, notify, remember",
  arguments: WATCH_ARGUMENTS,
  routes: {
    ...ROUTES,
    "/health": "the last scheduled round: 200 or 503",
    "/history": "the outages and the availability, with --history",
  },
  variables: {
    SLACK_WEBHOOK_URL:
      "the incoming webhook of Slack that messages go to; without it, Slack gets none",
    HOSTNAME: "the name of the pod, for the messages",
    POD_NAMESPACE: "the namespace of the pod, for the alerts",
    HTTPS_PROXY: "the proxy that messages go through; checks never use one",
  },
  checkOptions: checkClientFiles,
  load: () => import("../commands/watch/watch.ts"),
};

const history: Command<typeof HISTORY_ARGUMENTS> = {
  name: "healthcheck history",
  summary: "what a watch remembered",
  arguments: HISTORY_ARGUMENTS,
  load: () => import("../commands/history/history.ts"),
};

const drain: Command<typeof DRAIN_ARGUMENTS> = {
  name: "healthcheck drain",
  summary: "tell PID 1 of this container that the pod is being deleted",
  arguments: DRAIN_ARGUMENTS,
  load: () => import("../commands/drain/drain.ts"),
};

const install: Command<typeof INSTALL_ARGUMENTS> = {
  name: "healthcheck install",
  summary: "copy this binary into a directory, with its mode",
  arguments: INSTALL_ARGUMENTS,
  load: () => import("../commands/install/install.ts"),
};

const completion: Command<typeof COMPLETION_ARGUMENTS> = {
  name: "healthcheck completion",
  summary: "print the completion for a shell",
  arguments: COMPLETION_ARGUMENTS,
  load: async () => {
    const { run } = await import("../commands/completion/completion.ts");
    const all = new Map<string, CompletedCommand>([["", SERVE], ...COMMANDS, ["help", HELP]]);
    return { run: (settings) => Promise.resolve(run(settings, all)) };
  },
};

/** The commands by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({ check, wait, run, watch, history, drain, install, completion }),
);

/** The help of a command. It prints this table, and so is no part of it. */
export const HELP = {
  usage: "healthcheck help [COMMAND]",
  summary: "the help of a command",
  arguments: {
    command: { kind: "operand", name: "COMMAND", help: "", choices: [...COMMANDS.keys()] },
  },
} as const;
