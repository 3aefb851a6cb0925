/** @module What outages are notified to. */
import type { Instant } from "../../process/time/clock.ts";
import type { RecordedOutage } from "../history/history_file.ts";
import type { Changes, Joined, Outage } from "../outage.ts";
import type { Links, Place } from "./links.ts";
import type { Sent } from "./webhook.ts";

/** The pod that notices come from. */
export interface Sender extends Place {
  /** The place, as its people call it: `prod/llm`. */
  readonly label: string;
  /** Where its notices lead. */
  readonly links: Links;
}

/**
 * A place where outages are notified, such as a webhook of Slack. It decides by itself which outages
 * are worth a notice, and how often; it queues them, and sends them in `run()`.
 */
export interface Receiver {
  /** Its name in the log and the metrics. Several receivers may have the same. */
  readonly name: "slack" | "alertmanager";
  /** Its host and port, which tell receivers of the same name apart; `undefined` if it is a secret. */
  readonly host: string | undefined;
  /** Its address for the log; `undefined` if it is a secret. */
  readonly shownUrl: string | undefined;
  /** What to do when it refuses a notice, if one can know. */
  readonly advice?: string;
  /** The number of notices that were accepted. */
  readonly sent: number;
  /** The number of notices that were dropped. */
  readonly dropped: number;
  /** The number of notices in the queue. */
  readonly waiting: number;
  /**
   * Takes the outages of an earlier watch. It may be called after some rounds.
   *
   * @param open Those that were ongoing when it ended.
   * @param resolved Those of them that were resolved since, with an end. The others are among the ongoing
   * ones of the next round, unless another outage has replaced them.
   * @param joined Those of them that were observed as another outage before.
   */
  adopt(
    open: readonly RecordedOutage[],
    resolved: readonly Outage[],
    joined: readonly Joined[],
  ): void;
  /** Takes the outages that a round affects. It is called after each round, also if there are none. */
  observe(changes: Changes, now: Instant): void;
  /** Sends notices until the signal aborts. It never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Tries once to send a message that says that it is a test. It never rejects. */
  sendTest(signal: AbortSignal): Promise<Sent>;
}
