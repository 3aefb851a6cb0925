/** @module The receivers that the arguments and the environment ask for, and a test of them. */
import { ArgumentError } from "../../process/argument_error.ts";
import type { Seconds } from "../../process/time/duration.ts";
import { readVariable } from "../../process/environment.ts";
import type { Log } from "../../process/output/log.ts";
import { keepOnly } from "../../process/permissions.ts";
import { HIDDEN } from "../../process/text/redact.ts";
import { onSignals, STOPPING } from "../../process/signals.ts";
import { Alertmanager } from "../../watch/notify/alertmanager.ts";
import type { Receiver } from "../../watch/notify/receiver.ts";
import { SlackReceiver } from "../../watch/notify/slack_receiver.ts";
import { isConfidential } from "../../watch/notify/webhook.ts";
import type { Outage } from "../../watch/outage.ts";
import type { WatchSettings } from "./arguments.ts";

/** Options of {@linkcode createReceivers}. */
export interface CreateReceiversOptions {
  settings: WatchSettings;
  /** The name of the pod; `undefined` if it is not known. */
  pod: string | undefined;
  /** The maximum time from the start of a round to the start of the next. */
  period: Seconds;
  log: Log;
  /** Called when a person was notified that the outages have opened. */
  onOpeningSent: (outages: readonly Outage[]) => void;
}

/**
 * Creates the receivers of notices.
 *
 * @throws {ArgumentError} if the URL of one is wrong.
 */
export function createReceivers(
  { settings, pod, period, log, onOpeningSent }: CreateReceiversOptions,
): Receiver[] {
  const { label, link, runbook, repeat, alertmanagers, authorities } = settings;
  const sender = {
    label: label ?? pod ?? "an unnamed pod",
    pod,
    namespace: readVariable("POD_NAMESPACE"),
    links: { link, runbook },
  };
  const receivers: Receiver[] = [];
  const url = readVariable("SLACK_WEBHOOK_URL");
  if (url !== undefined) {
    if (!isConfidential(url)) {
      const must = "it must be an https URL, or an http one on loopback";
      throw new ArgumentError("use SLACK_WEBHOOK_URL", must, HIDDEN);
    }
    receivers.push(new SlackReceiver({ url, authorities, sender, repeat, log, onOpeningSent }));
  }
  const source = {
    ...sender,
    labels: settings.alertLabels,
    endpointLabels: new Map(
      settings.endpoints.map(({ name, alertLabels = {} }) => [name, alertLabels]),
    ),
  };
  for (const url of alertmanagers) {
    receivers.push(new Alertmanager({ url, authorities, source, period, log }));
  }
  return receivers;
}

/**
 * Sends one message to every receiver, once, and logs whether it was accepted.
 *
 * @returns The exit status: 0 if all of them accepted it, or 1; 1 if there are none.
 */
export async function testReceivers(receivers: readonly Receiver[], log: Log): Promise<number> {
  if (receivers.length === 0) {
    log("error", "test notice not sent", {
      reason: "there is no receiver: set SLACK_WEBHOOK_URL, or --alertmanager",
    });
    return 1;
  }
  await keepOnly("net");
  const stop = new AbortController();
  onSignals(STOPPING, () => stop.abort());
  const accepted = await Promise.all(receivers.map(async (receiver) => {
    const { name, shownUrl } = receiver;
    const fields = { receiver: name, ...(shownUrl === undefined ? {} : { url: shownUrl }) };
    const sent = await receiver.sendTest(stop.signal);
    if (sent.result === "sent") log("info", "test notice sent", fields);
    else {
      const { result, reason } = sent;
      const todo = result === "refused" && receiver.advice !== undefined
        ? { todo: receiver.advice }
        : {};
      log("error", "test notice not sent", { ...fields, reason, ...todo });
    }
    return sent.result === "sent";
  }));
  return accepted.every(Boolean) ? 0 : 1;
}
