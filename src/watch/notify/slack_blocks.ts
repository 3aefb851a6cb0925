/** @module The parts of a message of Slack, and their limits. */
import { cut } from "../../process/text/cut.ts";
import { timeOf } from "../history/render/units.ts";

/**
 * The maximum length of a value before it is escaped, which makes of one character at most five. Slack
 * accepts a text of 3,000 characters and a field of 2,000
 * (https://docs.slack.dev/reference/block-kit/blocks).
 */
export const MAX_VALUE = 300;
/** The same of a name and of a link, of which one text has two, beside a value. */
const MAX_NAME = 80;
const MAX_URL = 400;

/**
 * A time that Slack shows in the zone of each reader
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
export function dateToken(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time_secs}|${timeOf(date)}>`;
}

/** A line of text. */
export function section(line: string): object {
  return { type: "section", text: mrkdwn(escapeMrkdwn(line)) };
}

/** A text that leads to a URL; without a link if the URL is empty or too long. */
export function linked(text: string, url: string): string {
  const shown = escapeMrkdwn(cut(text, MAX_NAME));
  const target = escapeMrkdwn(url).replaceAll("|", "%7C");
  return target === "" || target.length > MAX_URL ? shown : `<${target}|${shown}>`;
}

/** Verbatim: a reason may hold what looks like a link or a channel. */
export function mrkdwn(text: string): object {
  return { type: "mrkdwn", text, verbatim: true };
}

/** Escapes the three control characters of Slack's mrkdwn. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
