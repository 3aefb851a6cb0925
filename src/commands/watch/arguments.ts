/** @module What `watch` takes. */
import type { Seconds } from "../../process/time/duration.ts";
import { addAlertLabel, ALERT_LABEL } from "../../endpoint/alert_label.ts";
import { suggestUrl } from "../../endpoint/bare_address.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import { redact, startsUrl } from "../../process/text/redact.ts";
import { isLink } from "../../watch/notify/links.ts";
import type { Flag, Option, SettingsOf } from "../arguments/argument.ts";
import { DRY_RUN } from "../arguments/dry_run.ts";
import { ENDPOINTS, TIMEOUT } from "../arguments/endpoints.ts";
import { LOGGING } from "../arguments/logging.ts";
import { EVERY } from "../arguments/polling.ts";
import { HOST, PORT, SHUTDOWN_DELAY } from "../arguments/serving.ts";
import { TLS } from "../arguments/tls.ts";
import { duration, durationOf, inSeconds, wrong } from "../arguments/values.ts";

const MAX_ROUNDS = 3650;
const MAX_LABEL = 100;
const DAY: Seconds = 86_400;

const AFTER: Option<number> = {
  kind: "option",
  name: "after",
  value: "ROUNDS",
  help: "failed rounds in a row that are an outage",
  default: 1,
  shownDefault: "1",
  read: (text) => {
    const rounds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (rounds >= 1 && rounds <= MAX_ROUNDS) return rounds;
    throw wrong("after", `a whole number from 1 to ${MAX_ROUNDS}`, text);
  },
};

const ALERTMANAGER: Option<readonly string[]> = {
  kind: "option",
  name: "alertmanager",
  value: "URL",
  help: "send outages to this Alertmanager, such as http://alertmanager:9093; may be repeated",
  default: [],
  repeats: true,
  read: (text, before) => {
    const url = /[?#]/.test(text) ? null : URL.parse(text);
    if (url?.protocol === "http:" || url?.protocol === "https:") return [...before, url.href];
    const must = "it must be an http or https URL without a query";
    throw new ArgumentError(
      "use --alertmanager",
      must,
      text || undefined,
      suggestUrl(text, ["http"]),
    );
  },
};

const ALERT_LABELS: Option<Readonly<Record<string, string>>> = {
  kind: "option",
  name: "alert-label",
  value: "NAME=VALUE",
  help: "a label of every alert; may be repeated",
  default: {},
  repeats: true,
  read: (text, before) => {
    const labels = addAlertLabel(text, before);
    if (labels !== undefined) return labels;
    throw wrong("alert-label", ALERT_LABEL, text);
  },
  show: (labels) => Object.entries(labels).map((label) => redact(label.join("="))).join(" "),
};

const HISTORY: Option<string | null> = {
  kind: "option",
  name: "history",
  value: "FILE",
  help: "remember outages in this file",
  default: null,
  read: (text) => {
    if (text === "" || startsUrl(text)) throw wrong("history", "a file", text);
    return text;
  },
};

/** In days. */
const KEEP: Option<number> = {
  ...duration(
    "keep",
    "90d",
    "remove older outages, in days",
  ),
  default: 90,
  read: (text) => durationOf("keep", text, "d") / DAY,
  show: (days) => `${days}d`,
};

const LABEL: Option<string | null> = {
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

const LINK = linkOption("link", "where a notice leads");
const RUNBOOK = linkOption("runbook", "what to do about an outage");

const REPEAT: Option<Seconds | null> = {
  kind: "option",
  name: "repeat",
  value: "DURATION",
  help: "remind Slack of an outage so often",
  default: null,
  shownDefault: "off",
  read: (text) => durationOf("repeat", text),
  show: inSeconds,
};

const TEST_NOTICE: Flag = {
  kind: "flag",
  name: "test-notice",
  help: "send each receiver a test, and exit 0 if all took it",
};

/** Its arguments. */
export const WATCH_ARGUMENTS = {
  port: PORT,
  timeout: TIMEOUT,
  endpoints: ENDPOINTS,
  after: AFTER,
  alertLabels: ALERT_LABELS,
  alertmanagers: ALERTMANAGER,
  ...TLS,
  every: { ...EVERY, default: 10, shownDefault: "10s" },
  history: HISTORY,
  host: HOST,
  keep: KEEP,
  label: LABEL,
  link: LINK,
  repeat: REPEAT,
  runbook: RUNBOOK,
  shutdownDelay: SHUTDOWN_DELAY,
  startup: duration("startup", "60s", "an endpoint that was never up has no outage before this"),
  testNotice: TEST_NOTICE,
  dryRun: DRY_RUN,
  ...LOGGING,
};

/** What they set. */
export type WatchSettings = SettingsOf<typeof WATCH_ARGUMENTS>;

function linkOption(name: string, help: string): Option<string | null> {
  return {
    kind: "option",
    name,
    value: "URL",
    help: `${help}, with {endpoint}, {pod}, {namespace}`,
    default: null,
    read: (text) => {
      if (isLink(text)) return text;
      const must = "an http or https URL with no braces but {endpoint}, {pod} and {namespace}";
      throw wrong(name, must, text);
    },
  };
}
