/** @module The test whether notices arrive. */
import type { Log } from "../../process/log.ts";
import { keepOnly } from "../../process/permissions.ts";
import { onSignals } from "../../process/signals.ts";
import type { Receiver } from "../../watch/notify/receiver.ts";

/** Options of {@linkcode testReceivers}. */
export interface TestReceiversOptions {
  receivers: readonly Receiver[];
  log: Log;
}

/**
 * Sends one message to every receiver, once, and logs whether it was accepted.
 *
 * @returns The exit status: 0 if all of them accepted it, or 1; 1 if there are none.
 */
export async function testReceivers({ receivers, log }: TestReceiversOptions): Promise<number> {
  if (receivers.length === 0) {
    log("error", "test notice not sent", { reason: "there is no receiver" });
    return 1;
  }
  await keepOnly("net");
  const stop = new AbortController();
  onSignals(["SIGTERM", "SIGINT"], () => stop.abort());
  const accepted = await Promise.all(receivers.map(async (receiver) => {
    const { name, shownUrl } = receiver;
    const fields = { receiver: name, ...(shownUrl === undefined ? {} : { url: shownUrl }) };
    const sent = await receiver.sendTest(stop.signal);
    if (sent.result === "sent") log("info", "test notice sent", fields);
    else log("error", "test notice not sent", { ...fields, reason: sent.reason });
    return sent.result === "sent";
  }));
  return accepted.every(Boolean) ? 0 : 1;
}
