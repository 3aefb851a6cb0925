/** @module The options of `watch` and of its history. */
import { formatNames } from "../formats/format.ts";
import { HISTORY_FORMATS } from "../watch/history/formats.ts";
import type { Seconds } from "../process/duration.ts";
import { startsUrl } from "../process/redact.ts";
import type { Flag, Option } from "./argument.ts";
import { choice, durationOf, wrong } from "./option_values.ts";

const MAX_ROUNDS = 3650;
const MAX_LABEL = 100;
const DAY: Seconds = 86_400;

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

/** The format of the history. */
export const HISTORY_FORMAT: Option<string> = choice("format", {
  choices: formatNames(HISTORY_FORMATS),
  help: "how the history is printed",
  byDefault: "text",
});

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
