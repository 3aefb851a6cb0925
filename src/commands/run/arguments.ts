/** @module What `run` takes. */
import type { Endpoint } from "../../check/endpoint.ts";
import { parseEndpoint } from "../../endpoint/parse.ts";
import type { HttpOptions } from "../../probes/http/options.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import type { Seconds } from "../../process/time/duration.ts";
import { startsUrl } from "../../process/text/redact.ts";
import type { Option, Program, SettingsOf } from "../arguments/argument.ts";
import { DRY_RUN } from "../arguments/dry_run.ts";
import { ENDPOINTS, GROUP, TIMEOUT } from "../arguments/endpoints.ts";
import { LOGGING } from "../arguments/logging.ts";
import { EVERY, FOR } from "../arguments/polling.ts";
import { TLS } from "../arguments/tls.ts";
import { choice, duration, wrong } from "../arguments/values.ts";

/** The timeout of a quit: the proxy is on this host. */
const QUIT_TIMEOUT: Seconds = 1;

const COMMAND: Program<readonly string[]> = {
  kind: "program",
  name: "COMMAND",
  help: "the program to run",
  read: (words) => {
    const [program] = words;
    if (program && !startsUrl(program)) return words;
    throw new ArgumentError("use COMMAND", "it must be a program to run, after --", program);
  },
};

const TIMEOUT_FATAL: Option<boolean> = {
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

/** A quit is an endpoint whose check sends a POST, and succeeds if the answer is 200 to 299. */
const QUIT: Option<readonly Endpoint[]> = {
  kind: "option",
  name: "quit",
  value: "URL",
  help: "send a POST there after COMMAND; may be repeated",
  default: [],
  repeats: true,
  read: async (text, before) => {
    const endpoint = await parseEndpoint(text, { label: "--quit", timeout: QUIT_TIMEOUT });
    if (!speaksHttp(endpoint)) {
      throw new ArgumentError("use --quit", "it must be an http or https URL", endpoint.shownUrl);
    }
    const own: HttpOptions = {
      ...endpoint.own,
      method: "POST",
      status: [{ first: 200, last: 299 }],
    };
    return [...before, { ...endpoint, name: endpoint.shownUrl, own }];
  },
  show: (endpoints) => endpoints.map(({ shownUrl }) => shownUrl).join(" "),
};

function speaksHttp(endpoint: Endpoint): endpoint is Endpoint<HttpOptions> {
  return Object.hasOwn(endpoint.own as object, "method");
}

/** Its arguments. */
export const RUN_ARGUMENTS = {
  timeout: TIMEOUT,
  endpoints: ENDPOINTS,
  command: COMMAND,
  ...TLS,
  groups: GROUP,
  every: EVERY,
  waitTimeout: FOR,
  timeoutFatal: TIMEOUT_FATAL,
  grace: duration("grace", "25s", "kill COMMAND this long after SIGTERM"),
  quit: QUIT,
  quitOn: choice(
    "quit-on",
    ["always", "success"],
    "always",
    "send it whatever happened, or only if COMMAND has exited with 0",
  ),
  dryRun: DRY_RUN,
  ...LOGGING,
};

/** What they set. */
export type RunSettings = SettingsOf<typeof RUN_ARGUMENTS>;
