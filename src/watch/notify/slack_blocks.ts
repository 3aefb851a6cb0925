/** @module The parts of a message of Slack, and their limits. */
import { cut } from "../../process/text/cut.ts";
import { timeOf } from "../history/render/units.ts";

/**
 * The maximum length of a value before it is escaped, which makes of one character at most five. Slack
 * accepts a text of 3,000 characters and a field of 2,000
 * (https://docs.slack.dev/reference/block-kit/blocks).
 */
export const MAX_VALUE = 300;

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

/** A value under its name. */
export function field(name: string, value: string): object {
  return mrkdwn(`*${name}*\n${escapeMrkdwn(cut(value, MAX_VALUE))}`);
}

/** Verbatim: a reason may hold what looks like a link or a channel. */
export function mrkdwn(text: string): object {
  return { type: "mrkdwn", text, verbatim: true };
}

/** Escapes the three control characters of Slack's mrkdwn. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
