/** @module The arguments by name. */
import type { Endpoint } from "../check/endpoint.ts";
import { formatNames } from "../formats/format.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { isAbsolutePath } from "../probes/header_options.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { DURATION, type DurationUnit, parseDuration, type Seconds } from "../process/duration.ts";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "../process/log.ts";
import { HIDDEN, startsUrl } from "../process/redact.ts";
import { QUIT_CONDITIONS, type QuitCondition } from "../run/quit_condition.ts";
import { HISTORY_FORMATS } from "../watch/history/formats.ts";
import type { Flag, Option } from "./argument.ts";

const MAX_ROUNDS = 3650;
const MAX_LABEL = 100;
const DAY: Seconds = 86_400;

/** Certificates to trust. */
export const CA_FILE: Option<readonly string[]> = {
  kind: "option",
  name: "ca-file",
  value: "FILE",
  help: "trust the certificates of this PEM file besides the usual authorities",
  default: [],
  read: async (text) => {
    if (text === "") throw wrong("ca-file", "a PEM file", text);
    const { readAuthorities } = await import("../net/authorities.ts");
    return readAuthorities(text);
  },
};

/** The client certificate of every endpoint over TLS. */
export const CERT_FILE: Option<string | null> = {
  kind: "option",
  name: "cert-file",
  value: "FILE",
  help: "present this client certificate, a PEM file that is read at every handshake",
  default: null,
  read: (text) => pathOf("cert-file", text),
};

/** The private key of that certificate. */
export const KEY_FILE: Option<string | null> = {
  kind: "option",
  name: "key-file",
  value: "FILE",
  help: "the private key of --cert-file, a PEM file that is read at every handshake",
  default: null,
  read: (text) => pathOf("key-file", text),
};

/**
 * Reads the files of the client certificate.
 *
 * @throws {ArgumentError} if one of the two options is missing, or a file is missing or wrong.
 */
export async function checkClientFiles(
  { certFile: cert, keyFile: key }: { certFile?: string | null; keyFile?: string | null },
): Promise<void> {
  if (!cert && !key) return;
  if (!cert) throw new ArgumentError("use --key-file", "it must stand with --cert-file", key ?? "");
  if (!key) throw new ArgumentError("use --cert-file", "it must stand with --key-file", cert);
  const { findWrongFile } = await import("../probes/tls_files.ts");
  const wrongFile = await findWrongFile({ ca: null, cert, key });
  if (wrongFile === undefined) return;
  throw wrong(`${wrongFile.option}-file`, wrongFile.must, wrongFile.path);
}

/** The address to listen on. */
export const HOST: Option<string> = {
  kind: "option",
  name: "host",
  value: "ADDRESS",
  help: "listen on this address; :: listens on both families",
  default: "0.0.0.0",
  shownDefault: "0.0.0.0",
  read: (text) => {
    if (!isAddress(text)) throw wrong("host", "an IP address", text);
    return text;
  },
};

/** How a log line is written. */
export const LOG_FORMAT: Option<LogFormat> = choice("log-format", {
  choices: LOG_FORMATS,
  help: "how a log line is written",
  byDefault: "text",
});

/** The minimum level of the log. */
export const LOG_LEVEL: Option<LogLevel> = choice("log-level", {
  choices: LOG_LEVELS,
  help: "the minimum level",
  byDefault: "info",
});

/** The format of a report. */
export const REPORT_FORMAT: Option<string> = choice("format", {
  choices: formatNames(REPORT_FORMATS),
  help: "how the report is printed",
  byDefault: "text",
});

/** The format of the history. */
export const HISTORY_FORMAT: Option<string> = choice("format", {
  choices: formatNames(HISTORY_FORMATS),
  help: "how the history is printed",
  byDefault: "text",
});

/** How often a round starts. */
export const EVERY: Option<Seconds> = {
  kind: "option",
  name: "every",
  value: "DURATION",
  help: "from the start of a round to the start of the next",
  default: 1,
  shownDefault: "1s",
  read: (text) => durationOf("every", text),
};

/** Which groups to check. ENDPOINT, which is read later, says which there are. */
export const GROUP: Option<readonly string[]> = {
  kind: "option",
  name: "group",
  value: "NAME",
  help: "check only the endpoints of this group; may be repeated",
  default: [],
  repeats: true,
  read: (text, before) => [...before, text],
};

/** When to stop waiting. */
export const FOR: Option<Seconds> = {
  kind: "option",
  name: "for",
  value: "DURATION",
  help: "give up after this, such as 90s, 5m or 1h",
  default: 60,
  shownDefault: "60s",
  read: (text) => durationOf("for", text),
};

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

/** How long to go on serving after the first signal. */
export const SHUTDOWN_DELAY: Option<Seconds> = {
  kind: "option",
  name: "shutdown-delay",
  value: "DURATION",
  help: "after the first signal, go on serving this long and answer 503; 0 is off",
  default: 0,
  shownDefault: "0",
  read: (text) => {
    const duration = /^0(?:ms|[smhd])?$/.test(text) ? 0 : parseDuration(text);
    if (duration !== undefined) return duration;
    throw wrong("shutdown-delay", `0 or ${DURATION}`, text);
  },
};

/** When failed rounds are an outage. */
export const AFTER: Option<number> = {
  kind: "option",
  name: "after",
  value: "ROUNDS",
  help: "an outage opens when this many rounds in a row have failed",
  default: 1,
  shownDefault: "1",
  read: (text) => {
    const rounds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (rounds >= 1 && rounds <= MAX_ROUNDS) return rounds;
    throw wrong("after", `a whole number from 1 to ${MAX_ROUNDS}`, text);
  },
};

/** How long an endpoint may take to come up. */
export const STARTUP: Option<Seconds> = {
  kind: "option",
  name: "startup",
  value: "DURATION",
  help: "an endpoint that was never up has no outage before this",
  default: 60,
  shownDefault: "60s",
  read: (text) => durationOf("startup", text),
};

/** Where to remember outages. */
export const HISTORY: Option<string | null> = {
  kind: "option",
  name: "history",
  value: "FILE",
  help: "remember outages in this file, which is created if it is missing",
  default: null,
  read: (text) => {
    if (text === "" || startsUrl(text)) throw wrong("history", "a file", text);
    return text;
  },
};

/** Where to send outages besides Slack. */
export const ALERTMANAGER: Option<readonly string[]> = {
  kind: "option",
  name: "alertmanager",
  value: "URL",
  help: "send outages to this Alertmanager, such as http://alertmanager:9093; may be repeated",
  default: [],
  repeats: true,
  read: (text, before) => {
    const url = /[?#]/.test(text) ? null : URL.parse(text);
    if (url?.protocol === "http:" || url?.protocol === "https:") return [...before, url.href];
    throw wrong("alertmanager", "an http or https URL without a query", text);
  },
};

/** What the messages call the place of the endpoints. */
export const LABEL: Option<string | null> = {
  kind: "option",
  name: "label",
  value: "TEXT",
  help: "what messages and pages call the place of the endpoints, such as prod/llm",
  default: null,
  shownDefault: "$HOSTNAME",
  read: (text) => {
    if (text !== "" && text.length <= MAX_LABEL && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return text;
    throw wrong("label", `one line of at most ${MAX_LABEL} characters`, text);
  },
};

/** How often to repeat that an outage is ongoing. */
export const REPEAT: Option<Seconds | null> = {
  kind: "option",
  name: "repeat",
  value: "DURATION",
  help: "send Slack another message about an ongoing outage this often, such as 4h",
  default: null,
  shownDefault: "off",
  read: (text) => durationOf("repeat", text),
};

/** Whether to test the receivers instead of watching. */
export const TEST_NOTICE: Flag = {
  kind: "flag",
  name: "test-notice",
  help: "send each receiver a test, listen on nothing, and exit 0 if all accepted it, or 1",
};

/** For how many days to remember outages. */
export const KEEP: Option<number> = {
  kind: "option",
  name: "keep",
  value: "DURATION",
  help: "remove what is older from the history; a number without a unit is days",
  default: 90,
  shownDefault: "90d",
  read: (text) => durationOf("keep", text, "d") / DAY,
};

/** How far to look back. */
export const SINCE: Option<Seconds> = {
  kind: "option",
  name: "since",
  value: "DURATION",
  help: "look back this far, such as 24h",
  default: 7 * DAY,
  shownDefault: "7d",
  read: (text) => durationOf("since", text),
};

interface ChoiceOptions<T extends string> {
  choices: readonly T[];
  help: string;
  byDefault: T;
}

function choice<T extends string>(
  name: string,
  { choices, help, byDefault }: ChoiceOptions<T>,
): Option<T> {
  return {
    kind: "option",
    name,
    value: choices.join("|"),
    choices,
    help,
    default: byDefault,
    shownDefault: byDefault,
    read: (text) => {
      const chosen = choices.find((choice) => choice === text);
      if (chosen === undefined) throw wrong(name, choices.join(" or "), text);
      return chosen;
    },
  };
}

function isAddress(text: string): boolean {
  const host = text.includes(":") ? `[${text}]` : text;
  return /^[\d.]+$|^\[[\da-f:.]+\]$/i.test(host) && URL.canParse(`http://${host}/`);
}

/** The duration that an option was given, where a number without a unit has this one. */
function durationOf(option: string, text: string, unit: DurationUnit = "s"): Seconds {
  const duration = parseDuration(text, { unit });
  if (duration !== undefined) return duration;
  throw wrong(option, DURATION, text);
}

/**
 * A relative path would depend on the working directory. What stands in the place of a path may be the key
 * itself.
 */
function pathOf(option: string, text: string): string {
  if (isAbsolutePath(text)) return text;
  throw wrong(option, "an absolute path", text === "" ? "" : HIDDEN);
}

function wrong(option: string, must: string, text: string): ArgumentError {
  return new ArgumentError(`use --${option}`, `it must be ${must}`, text === "" ? undefined : text);
}
