/** @module Notices as messages of Slack. */
import { formatDuration } from "../../process/duration.ts";
import { shownReason, timeOf } from "../history/units.ts";
import type { Outage } from "../outages.ts";

/** What one message notifies of. */
export interface Notice {
  /** What happened to all of the outages. */
  readonly kind: "opened" | "resolved";
  readonly outages: readonly Outage[];
  /** The names of the endpoints about which no more messages are sent for an hour. */
  readonly flapping: readonly string[];
}

/** Where notices come from. */
export interface Sender {
  /** The name of the pod. */
  readonly host: string;
}

/** Slack accepts 50 blocks of at most 3,000 characters, and a header of 150. */
const MAX_OUTAGES = 20;
const MAX_TEXT = 2900;
const MAX_HEADER = 140;

/**
 * Renders a notice for an incoming webhook of Slack: Block Kit, with plain text as the fallback
 * (https://docs.slack.dev/reference/block-kit/blocks). What exceeds Slack's limits is cut.
 *
 * @returns The body of the request, before `JSON.stringify`.
 */
export function slackMessage({ kind, outages, flapping }: Notice, { host }: Sender): object {
  const names = outages.map(({ endpoint }) => endpoint).join(", ");
  const title = cut(`${kind === "opened" ? "Outage" : "Resolved"}: ${names}`, MAX_HEADER);
  const lines = outages.map((outage) =>
    kind === "opened" ? openedLine(outage) : resolvedLine(outage)
  );
  const shown = lines.slice(0, MAX_OUTAGES);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  if (flapping.length > 0) {
    const [verb, object] = flapping.length === 1 ? ["is", "it"] : ["are", "them"];
    shown.push(
      `${flapping.join(", ")} ${verb} flapping; no more messages about ${object} for an hour`,
    );
  }
  return {
    text: cut(`${title} on ${host}. ${shown.join("; ")}`, MAX_TEXT),
    blocks: [
      { type: "header", text: { type: "plain_text", text: title } },
      ...shown.map((line) => ({
        type: "section",
        text: { type: "mrkdwn", text: cut(escapeMrkdwn(line), MAX_TEXT) },
      })),
      {
        type: "context",
        elements: [{ type: "mrkdwn", text: escapeMrkdwn(`healthcheck watch on ${host}`) }],
      },
    ],
  };
}

function openedLine(outage: Outage): string {
  return `${outage.endpoint}: ${shownReason(outage)}, since ${timeOf(outage.begin)}`;
}

function resolvedLine(outage: Outage): string {
  const { endpoint, begin, end } = outage;
  const seconds = ((end ?? begin).getTime() - begin.getTime()) / 1000;
  return `${endpoint}: ok again after ${formatDuration(seconds)}, since ${timeOf(begin)}; ` +
    `it was: ${shownReason(outage)}`;
}

/** Escapes the three control characters of Slack's mrkdwn. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}
