/** @module What a message to Slack or Alertmanager says. */
import type { Milliseconds, Seconds } from "../../../../src/process/time/duration.ts";
import { OFFSETS } from "../truth/clock.ts";
import type { Truth } from "../truth/truth.ts";

interface SlackBody {
  readonly blocks: readonly {
    readonly text?: { readonly text: string };
    readonly elements?: readonly { readonly text: string }[];
  }[];
}

interface Alert {
  readonly labels: { readonly endpoint?: string };
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What a message says of an endpoint. */
export interface Told {
  readonly name: string;
  readonly isDown: boolean;
  /** When the outage began, by the clock of the process. */
  readonly dateMs: Milliseconds;
}

/** When an alert of an ongoing outage ends, and how far from it one may be. */
const VALIDITY: Milliseconds = 240_000;
const VALIDITY_MARGIN: Milliseconds = 20_000;
/** A time in whole seconds was at any time within that second. */
const HALF: Seconds = 0.5;
/** How far from now the start of an alert is that starts now. */
const START_MARGIN: Milliseconds = 4000;

/** Reads a message to Slack. One that has no outage is empty. */
export function readSlack({ blocks }: SlackBody): Told[] {
  const title = blocks[0]?.text?.text ?? "";
  const [, verb = ""] = / (?:is|are) (down|still down|back)(?: after .*)?$/.exec(title) ?? [];
  if (verb === "") return [];
  const place = blocks.at(-1)?.elements?.[0]?.text ?? "";
  return blocks.slice(1, -1).flatMap(({ text: { text = "" } = {} }) => {
    const [, name] = /^\*(\w+)\* /.exec(text) ?? [];
    if (name === undefined) return [];
    const [, seconds] = /<!date\^(\d+)\^/.exec(text) ?? /<!date\^(\d+)\^/.exec(place) ?? [];
    return [{ name, dateMs: (Number(seconds) + HALF) * 1000, isDown: verb !== "back" }];
  });
}

/** Reads alerts. */
export function readAlerts(alerts: readonly Alert[], { happened, clock }: Truth): Told[] {
  return alerts.map(({ labels: { endpoint = "" }, startsAt, endsAt }) => {
    const [begin, end] = [Date.parse(startsAt), Date.parse(endsAt)];
    const isFiring = OFFSETS.some((offset) =>
      Math.abs(end - offset - Date.now() - VALIDITY) < VALIDITY_MARGIN
    );
    // No alert starts in the future: after the clock was set back, it starts now.
    const isMoved = OFFSETS.some((offset) => Math.abs(begin - offset - Date.now()) < START_MARGIN);
    const last = happened.runs.findLast(({ name, toMs }) =>
      name === endpoint && (isFiring || toMs < Infinity)
    );
    const beginMs = isMoved && clock.settings.some(({ offset }) => offset !== 0)
      ? last?.fromMs
      : undefined;
    return { name: endpoint, dateMs: beginMs ?? begin, isDown: isFiring };
  });
}
