/** @module The table of commands. */
import type { CheckSettings } from "../commands/check/check.ts";
import type { CompletedCommand, CompletedCommands } from "../commands/completion/table.ts";
import type { CompletionSettings } from "../commands/completion/completion.ts";
import type { HistorySettings } from "../commands/history/history.ts";
import type { InstallSettings } from "../commands/install/install.ts";
import type { RunSettings } from "../commands/run/run.ts";
import type { ServeSettings } from "../commands/serve/serve.ts";
import type { TlsSettings } from "../commands/targets.ts";
import type { WaitSettings } from "../commands/wait/wait.ts";
import type { WatchSettings } from "../commands/watch/watch.ts";
import type { LogFormat, LogLevel } from "../process/log.ts";
import { WAIT_DISABLED } from "../wait/wait_disabled.ts";
import type { Option } from "./argument.ts";
import type { Arguments, Command, Row } from "./command.ts";
import {
  COMMAND,
  DIRECTORY,
  ENDPOINTS,
  ENDPOINTS_OF_ONE_ROUND,
  HISTORY_FILE,
  PORT,
  SHELL,
  TIMEOUT,
} from "./operands.ts";
import {
  CA_FILE,
  CERT_FILE,
  checkClientFiles,
  EVERY,
  FOR,
  GROUP,
  HOST,
  KEY_FILE,
  LOG_FORMAT,
  LOG_LEVEL,
  REPORT_FORMAT,
  SHUTDOWN_DELAY,
} from "./options.ts";
import { GRACE, QUIT, QUIT_ON, TIMEOUT_FATAL } from "./run_options.ts";
import {
  AFTER,
  ALERTMANAGER,
  HISTORY,
  HISTORY_FORMAT,
  KEEP,
  LABEL,
  REPEAT,
  SINCE,
  STARTUP,
  TEST_NOTICE,
} from "./watch_options.ts";

const LOGGING: { readonly logFormat: Option<LogFormat>; readonly logLevel: Option<LogLevel> } = {
  logFormat: LOG_FORMAT,
  logLevel: LOG_LEVEL,
};

const TLS: Arguments<TlsSettings> = {
  authorities: CA_FILE,
  certFile: CERT_FILE,
  keyFile: KEY_FILE,
};

const ROUTES: readonly Row[] = [
  ["/all", "one round of all endpoints: 200 or 503"],
  ["/all/NAME", "a check of one endpoint"],
  ["/self", "200 as long as the process lives"],
  ["/metrics", "what the checks so far have shown, for Prometheus"],
];

const serve: Command<ServeSettings> = {
  name: "healthcheck",
  summary: "serve /all and /self",
  arguments: {
    port: PORT,
    timeout: TIMEOUT,
    endpoints: ENDPOINTS,
    ...TLS,
    host: HOST,
    shutdownDelay: SHUTDOWN_DELAY,
    ...LOGGING,
  },
  routes: ROUTES,
  checkOptions: checkClientFiles,
  load: () => import("../commands/serve/serve.ts"),
};

const check: Command<CheckSettings> = {
  name: "healthcheck check",
  summary: "one round, printed; exit status 0 ready, 1 not",
  arguments: {
    timeout: TIMEOUT,
    endpoints: ENDPOINTS_OF_ONE_ROUND,
    ...TLS,
    groups: GROUP,
    format: REPORT_FORMAT,
  },
  checkOptions: checkClientFiles,
  load: () => import("../commands/check/check.ts"),
};

const wait: Command<WaitSettings> = {
  name: "healthcheck wait",
  summary: "rounds until one is ready; exit status 0 ready, 1 not in time",
  arguments: {
    timeout: TIMEOUT,
    endpoints: ENDPOINTS,
    ...TLS,
    groups: GROUP,
    every: EVERY,
    waitTimeout: FOR,
    ...LOGGING,
  },
  variables: { [WAIT_DISABLED]: "a reason to exit with 0 without waiting" },
  checkOptions: checkClientFiles,
  load: () => import("../commands/wait/wait.ts"),
};

const run: Command<RunSettings> = {
  name: "healthcheck run",
  summary: "wait, run a program, send a quit to the proxy; exit status the program's",
  arguments: {
    timeout: TIMEOUT,
    endpoints: ENDPOINTS,
    command: COMMAND,
    ...TLS,
    groups: GROUP,
    every: EVERY,
    waitTimeout: FOR,
    timeoutFatal: TIMEOUT_FATAL,
    grace: GRACE,
    quit: QUIT,
    quitOn: QUIT_ON,
    ...LOGGING,
  },
  variables: {
    [WAIT_DISABLED]:
      "a reason to start COMMAND without waiting; a quit that fails is then no warning",
  },
  exitStatus: "COMMAND's own; without one, 1 failed, 2 an argument is wrong, " +
    "126 not executable, 127 not found, 128 + n after signal n",
  checkOptions: checkClientFiles,
  load: () => import("../commands/run/run.ts"),
};

const watch: Command<WatchSettings> = {
  name: "healthcheck watch",
  summary: "serve, and also check on a schedule, notify, remember",
  arguments: {
    port: PORT,
    timeout: TIMEOUT,
    endpoints: ENDPOINTS,
    after: AFTER,
    alertmanagers: ALERTMANAGER,
    ...TLS,
    every: { ...EVERY, default: 10, shownDefault: "10s" },
    history: HISTORY,
    host: HOST,
    keep: KEEP,
    label: LABEL,
    repeat: REPEAT,
    shutdownDelay: SHUTDOWN_DELAY,
    startup: STARTUP,
    testNotice: TEST_NOTICE,
    ...LOGGING,
  },
  routes: [
    ...ROUTES,
    ["/health", "the last scheduled round: 200 or 503"],
    ["/history", "the outages and the availability, with --history"],
  ],
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

const history: Command<HistorySettings> = {
  name: "healthcheck history",
  summary: "what a watch remembered",
  arguments: { file: HISTORY_FILE, format: HISTORY_FORMAT, since: SINCE },
  load: () => import("../commands/history/history.ts"),
};

const install: Command<InstallSettings> = {
  name: "healthcheck install",
  summary: "copy this binary into a directory, with its mode",
  arguments: { folder: DIRECTORY },
  load: () => import("../commands/install/install.ts"),
};

const completion: Command<CompletionSettings> = {
  name: "healthcheck completion",
  summary: "print the completion for a shell",
  arguments: { shell: SHELL },
  load: async () => {
    const { run } = await import("../commands/completion/completion.ts");
    return { run: (settings) => run(settings, completedCommands()) };
  },
};

/** The command without a name. */
export const SERVE: Command = serve;

/** The commands by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({ check, wait, run, watch, history, install, completion }),
);

/** What `help` does, in one line. It prints this table, and so is no part of it. */
export const HELP_SUMMARY = "the help of a command";

function completedCommands(): CompletedCommands {
  const all: [string, Command][] = [["", SERVE], ...COMMANDS];
  const completed = all.map((
    [name, { summary, arguments: members }],
  ): [string, CompletedCommand] => [
    name,
    { summary, arguments: Object.values(members) },
  ]);
  const choices = [...COMMANDS.keys()];
  const operand = { kind: "operand", name: "COMMAND", help: "", choices } as const;
  return new Map([...completed, ["help", { summary: HELP_SUMMARY, arguments: [operand] }]]);
}
