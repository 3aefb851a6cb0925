/** @module Notices as messages of Slack. */
import { cut } from "../../process/text/cut.ts";
import { formatDuration } from "../../process/time/duration.ts";
import { shownReason } from "../history/render/units.ts";
import type { Outage } from "../outage.ts";
import { linkTo } from "./links.ts";
import type { Sender } from "./receiver.ts";
import { dateToken, escapeMrkdwn, linked, MAX_VALUE, mrkdwn, section } from "./slack_blocks.ts";

/** What one message notifies of. */
export interface Notice {
  /**
   * What happened to all of the outages. `ongoing` repeats an earlier message, which may have been dropped,
   * and `unmuted` is the first after a mute.
   */
  readonly kind: "opened" | "ongoing" | "unmuted" | "resolved";
  readonly outages: readonly Outage[];
  /** The names of the endpoints about which no more messages are sent for an hour. */
  readonly flapping: readonly string[];
  /** The present. */
  readonly now: Date;
}

/** Slack accepts 50 blocks, and a header of 150 characters. */
const MAX_OUTAGES = 20;
const MAX_HEADER = 150;
const MAX_TEXT = 3000;

/**
 * Renders a notice for an incoming webhook of Slack: Block Kit, with a text for what shows no blocks,
 * such as a notification on a phone. What exceeds Slack's limits is cut.
 *
 * @returns The body of the request, before `JSON.stringify`.
 */
export function slackMessage(notice: Notice, sender: Sender): object {
  const { kind, outages, flapping, now } = notice;
  const title = titleOf(notice);
  const begins = new Set(outages.map(({ begin }) => begin.getTime()));
  // "since" would be read as the time since when it is back.
  const shownBegin = ({ begin }: Outage): string =>
    `${kind === "resolved" ? "from" : "since"} ${dateToken(begin)}`;
  const lines: string[] = [];
  if (outages.length > MAX_OUTAGES) lines.push(`and ${outages.length - MAX_OUTAGES} more`);
  if (kind === "unmuted") {
    lines.push(`The hour without messages about ${pronoun(outages)} is over.`);
  }
  if (flapping.length > 0) lines.push(flappingLine(flapping));
  return message({
    title,
    sender,
    begin: begins.size === 1 ? outages.slice(0, 1).map(shownBegin) : [],
    summary: kind === "resolved" ? "" : summaryOf(outages),
    sections: [
      ...outages.slice(0, MAX_OUTAGES).map((outage) => ({
        type: "section",
        text: mrkdwn([
          shownOutage(outage, sender),
          ...begins.size === 1 ? [] : [shownBegin(outage)],
          ...kind === "opened" || outages.length === 1 ? [] : [`for ${lengthOf(outage, now)}`],
        ].join(", ")),
      })),
      ...lines.map(section),
    ],
  });
}

/** Renders a message that only says that messages arrive. */
export function slackTest(sender: Sender): object {
  const summary = "outages will be posted here";
  return message({
    title: ":white_check_mark: this is a test",
    summary,
    sender,
    sections: [section(`This is a test: ${summary}.`)],
  });
}

/** The endpoint, what is wrong with it, and what to do about it. */
function shownOutage(outage: Outage, sender: Sender): string {
  const { link, runbook } = sender.links;
  const name = linked(outage.endpoint, link === null ? "" : linkTo(link, outage, sender));
  const todo = runbook === null ? "" : linked("runbook", linkTo(runbook, outage, sender));
  const reason = escapeMrkdwn(cut(shownReason(outage), MAX_VALUE));
  return `*${name}* ${reason}${todo && ` (${todo})`}`;
}

interface MessageParts {
  title: string;
  /** When all outages began; empty if at several times, or if there are none. */
  begin?: readonly string[];
  /** What follows the title in the text; empty for nothing. */
  summary: string;
  sender: Sender;
  sections: readonly object[];
}

function message({ title, begin = [], summary, sender, sections }: MessageParts): object {
  const { label, pod } = sender;
  const text = `${title} (${cut(label, MAX_VALUE)})${summary === "" ? "" : `: ${summary}`}`;
  const names = pod === undefined || pod === label ? label : `${label}, pod ${pod}`;
  const place = escapeMrkdwn(cut(names, MAX_VALUE));
  return {
    text: escapeMrkdwn(cut(text, MAX_TEXT)),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(title, MAX_HEADER), emoji: true } },
      ...sections,
      {
        type: "context",
        elements: [mrkdwn([place, ...begin].join(", "))],
      },
    ],
  };
}

/** The title: `:red_circle: app is down`. Names that would not fit are counted. */
function titleOf({ kind, outages, now }: Notice): string {
  const verb = outages.length === 1 ? "is" : "are";
  const symbol = kind === "resolved" ? ":large_green_circle:" : ":red_circle:";
  const state = { opened: "down", ongoing: "still down", unmuted: "still down", resolved: "back" };
  const lengths = new Set(outages.map((outage) => lengthOf(outage, now)));
  const after = lengths.size !== 1 || kind === "opened" ? "" : ` after ${[...lengths].join()}`;
  const title = (names: string): string => `${symbol} ${names} ${verb} ${state[kind]}${after}`;
  const names = outages.map(({ endpoint }) => endpoint);
  const last = names.pop() ?? "";
  const named = title(names.length === 0 ? last : `${names.join(", ")} and ${last}`);
  const count = outages.length === 1 ? "1 endpoint" : `${outages.length} endpoints`;
  return named.length <= MAX_HEADER ? named : title(count);
}

/** The reasons; each with its endpoint, unless there is only one. */
function summaryOf(outages: readonly Outage[]): string {
  if (outages.length === 1) return outages.map(shownReason).join();
  return outages.slice(0, MAX_OUTAGES)
    .map((outage) => `${outage.endpoint}: ${shownReason(outage)}`).join("; ");
}

function flappingLine(names: readonly string[]): string {
  const shown = names.length <= MAX_OUTAGES ? names.join(", ") : `${names.length} endpoints`;
  const verb = names.length === 1 ? "is" : "are";
  const promise = `no more messages about ${pronoun(names)} for an hour.`;
  return `${cut(shown, MAX_VALUE)} ${verb} flapping: ${promise}`;
}

function pronoun({ length }: readonly unknown[]): string {
  return length === 1 ? "it" : "them";
}

/** How long an outage lasted, or has lasted so far. */
function lengthOf({ begin, end }: Outage, now: Date): string {
  return formatDuration(((end ?? now).getTime() - begin.getTime()) / 1000);
}
