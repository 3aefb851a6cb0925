import { lengthOf, timeOf } from "../history/units.ts";
import type { Outage } from "../outages.ts";

/** What one message tells. */
export interface Notice {
  readonly kind: "begun" | "resolved";
  readonly outages: readonly Outage[];
  /** The names of those about which there will be no more messages for a while. */
  readonly flapping: readonly string[];
}

/** Where a message comes from. */
export interface Sender {
  /** The pod. */
  readonly host: string;
}

/** Slack takes 50 blocks of at most 3,000 characters, and a header of 150. */
const MOST_OUTAGES = 20;
const LONGEST_TEXT = 2900;
const LONGEST_HEADER = 140;

/** A notice as an incoming webhook of Slack takes it: Block Kit, with plain text to fall back to. */
export function slackMessage({ kind, outages, flapping }: Notice, { host }: Sender): object {
  const names = outages.map(({ endpoint }) => endpoint).join(", ");
  const title = cut(`${kind === "begun" ? "Outage" : "Resolved"}: ${names}`, LONGEST_HEADER);
  const lines = outages.map((outage) => kind === "begun" ? begunLine(outage) : endLine(outage));
  const shown = lines.slice(0, MOST_OUTAGES);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  if (flapping.length > 0) {
    shown.push(`${flapping.join(", ")}: comes and goes; no more messages about it for an hour`);
  }
  return {
    text: cut(`${title} on ${host}. ${shown.join("; ")}`, LONGEST_TEXT),
    blocks: [
      { type: "header", text: { type: "plain_text", text: title } },
      ...shown.map((line) => ({
        type: "section",
        text: { type: "mrkdwn", text: cut(escapeMrkdwn(line), LONGEST_TEXT) },
      })),
      {
        type: "context",
        elements: [{ type: "mrkdwn", text: escapeMrkdwn(`healthcheck watch on ${host}`) }],
      },
    ],
  };
}

function begunLine({ endpoint, begin, lastReason }: Outage): string {
  return `${endpoint}: ${lastReason}, since ${timeOf(begin)}`;
}

function endLine({ endpoint, begin, end, lastReason }: Outage): string {
  const seconds = ((end ?? begin).getTime() - begin.getTime()) / 1000;
  return `${endpoint}: ok again after ${lengthOf(seconds)}, since ${timeOf(begin)}; ` +
    `it was: ${lastReason}`;
}

/** Slack takes these three for its own. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}
