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

const ON_SIGNAL = "130 on SIGINT, 143 on SIGTERM";

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
  examples: [
    "healthcheck 8081 5 http://localhost:8080/health tcp://localhost:6379",
    "healthcheck --log-format json 8081 5 'http://localhost:8080/#name=app'",
  ],
  exitStatus: "0 stopped by a signal, 1 cannot listen, or a second signal",
  arguments: SERVE_ARGUMENTS,
  routes: ROUTES,
  checkOptions: checkClientFiles,
  load: () => import("../commands/serve/serve.ts"),
};

const check: Command<typeof CHECK_ARGUMENTS> = {
  name: "healthcheck check",
  summary: "run one round and print it",
  examples: [
    "healthcheck check 5 http://localhost:8080/health tcp://localhost:6379",
    "healthcheck check --format json 5 'https://api.shop/#expires=30d&optional'",
  ],
  exitStatus: "0 ready, 1 not ready",
  arguments: CHECK_ARGUMENTS,
  checkOptions: checkClientFiles,
  load: () => import("../commands/check/check.ts"),
};

const wait: Command<typeof WAIT_ARGUMENTS> = {
  name: "healthcheck wait",
  summary: "run rounds until one is ready",
  examples: [
    "healthcheck wait 5 http://localhost:8080/health",
    "healthcheck wait --for 5m --every 2 5 tcp://db:5432 grpc://localhost:9000",
  ],
  exitStatus: `0 ready, 1 not in time, ${ON_SIGNAL}`,
  arguments: WAIT_ARGUMENTS,
  variables: { [WAIT_DISABLED]: "a reason to exit with 0 without waiting" },
  checkOptions: checkClientFiles,
  load: () => import("../commands/wait/wait.ts"),
};

const run: Command<typeof RUN_ARGUMENTS> = {
  name: "healthcheck run",
  summary: "wait, run a program, and send a quit to the proxy when it has ended",
  examples: [
    "healthcheck run 5 tcp://db:5432 -- /app/migrate --all",
    "healthcheck run --quit http://localhost:15020/quitquitquit 5 tcp://db:5432 -- /app/job",
  ],
  arguments: RUN_ARGUMENTS,
  variables: {
    [WAIT_DISABLED]:
      "a reason to start COMMAND without waiting; a quit that fails is then no warning",
  },
  exitStatus: "COMMAND's own; without one, 1 failed, 126 not executable, 127 not found, " +
    "128 + n after signal n",
  checkOptions: checkClientFiles,
  load: () => import("../commands/run/run.ts"),
};

const watch: Command<typeof WATCH_ARGUMENTS> = {
  name: "healthcheck watch",
  summary: "serve, and also check on a schedule, notify, remember",
  examples: [
    "healthcheck watch 8081 5 http://localhost:8080/health",
    "healthcheck watch --every 30 --history /data/history.db 8081 5 tcp://db:5432",
  ],
  exitStatus: "0 stopped by a signal, 1 cannot listen, or a second signal",
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
  summary: "print what a watch remembered",
  examples: [
    "healthcheck history /data/history.db",
    "healthcheck history --since 24h --format json /data/history.db",
  ],
  exitStatus: "0 printed, 1 cannot read or print",
  arguments: HISTORY_ARGUMENTS,
  load: () => import("../commands/history/history.ts"),
};

const drain: Command<typeof DRAIN_ARGUMENTS> = {
  name: "healthcheck drain",
  summary: "tell PID 1 of this container that the pod is being deleted",
  examples: ["healthcheck drain", "kubectl exec POD -c healthcheck -- /app/healthcheck drain"],
  exitStatus: "0 told, 1 cannot tell",
  arguments: DRAIN_ARGUMENTS,
  load: () => import("../commands/drain/drain.ts"),
};

const install: Command<typeof INSTALL_ARGUMENTS> = {
  name: "healthcheck install",
  summary: "copy this binary into a directory, with its mode",
  examples: ["healthcheck install /shared", "/app/healthcheck install /mnt"],
  exitStatus: "0 copied, 1 cannot copy",
  arguments: INSTALL_ARGUMENTS,
  load: () => import("../commands/install/install.ts"),
};

const completion: Command<typeof COMPLETION_ARGUMENTS> = {
  name: "healthcheck completion",
  summary: "print the completion for a shell",
  examples: ["source <(healthcheck completion bash)", "healthcheck completion fish | source"],
  exitStatus: "0 printed, 1 cannot print",
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

/** What `help` explains besides the commands. */
export const TOPICS = {
  endpoints: "what can be checked; help endpoints KIND has the options of one kind",
  routes: "the paths that healthcheck and watch answer",
  statuses: "the exit statuses of every command",
  durations: "how a duration is written",
  variables: "the variables of the environment that the commands read",
} as const;

/** The command of the help. It prints this table, and so is no part of it. */
export const HELP = {
  usage: "healthcheck help [COMMAND|TOPIC]",
  summary: "print the help of a command or a topic",
  arguments: {
    command: {
      kind: "operand",
      name: "COMMAND",
      help: "",
      choices: ["serve", ...COMMANDS.keys(), ...Object.keys(TOPICS)],
    },
  },
} as const;
