/** @module The options that commands share. */
import { formatNames } from "../formats/format.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "../process/log.ts";
import { DURATION, parseDuration, type Seconds } from "../process/duration.ts";
import type { Option } from "./argument.ts";
import { choice, durationOf, pathOf, wrong } from "./option_values.ts";

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

function isAddress(text: string): boolean {
  const host = text.includes(":") ? `[${text}]` : text;
  return /^[\d.]+$|^\[[\da-f:.]+\]$/i.test(host) && URL.canParse(`http://${host}/`);
}
