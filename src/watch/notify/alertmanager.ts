/** @module Outages as alerts of Prometheus's Alertmanager. */
import { portOf } from "../../net/address.ts";
import type { Instant } from "../../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { Log } from "../../process/output/log.ts";
import { redact } from "../../process/text/redact.ts";
import { sleep } from "../../process/time/sleep.ts";
import { untilAborted } from "../../process/time/until_aborted.ts";
import type { Changes, Joined, Outage } from "../outage.ts";
import { alertOf, type AlertSource, testAlert } from "./alert.ts";
import { AlertState } from "./alert_state.ts";
import type { Receiver } from "./receiver.ts";
import { post, type Sent } from "./webhook.ts";

/** Options of {@linkcode Alertmanager}. */
export interface AlertmanagerOptions {
  /** Its base URL. User info becomes basic authentication, and is a secret. */
  url: string;
  /** Certificates in PEM that are trusted besides the usual authorities. */
  authorities: readonly string[];
  source: AlertSource;
  /** The maximum time from the start of a round to the start of the next. */
  period: Seconds;
  log: Log;
  /**
   * The pause before the second attempt; it doubles with each attempt, up to 30 seconds.
   * @default {1}
   */
  pause?: Seconds;
  /**
   * How long an answer may take; Prometheus waits as long.
   * @default {10}
   */
  timeout?: Seconds;
}

/** How often an ongoing outage is sent again: as often as Prometheus does it (`--rules.alert.resend-delay`). */
const RESEND: Seconds = 60;
/** The periods of sending that an alert outlives, as in Prometheus. */
const VALID_PERIODS = 4;
const MAX_PAUSE: Seconds = 30;
const PATH = "/api/v2/alerts";

/**
 * Sends the state of all outages to Alertmanager when one opens or is resolved, and each minute while one
 * is ongoing: an Alertmanager that restarted has forgotten them, and resolves what it does not hear of
 * again. Sending the same state twice changes nothing, so each failure is retried, with what is true by
 * then.
 *
 * It sends all outages of a flapping endpoint: grouping and muting are Alertmanager's own.
 */
export class Alertmanager implements Receiver {
  readonly name = "alertmanager";
  readonly host: string;
  readonly shownUrl: string;
  readonly #options: Required<AlertmanagerOptions>;
  readonly #url: string;
  readonly #validity: Seconds;
  readonly #state: AlertState;
  #due = Promise.withResolvers<void>();
  #dueMs: Milliseconds = -Infinity;
  /** Why the last message was not accepted; `undefined` if it was. */
  #failure: string | undefined;
  sent = 0;

  constructor(options: AlertmanagerOptions) {
    this.#options = { pause: 1, timeout: 10, ...options };
    this.#url = options.url.replace(/\/*$/, PATH);
    const url = new URL(options.url);
    this.host = `${url.hostname}:${portOf(url)}`;
    this.shownUrl = redact(options.url);
    this.#validity = VALID_PERIODS * Math.max(RESEND, options.period);
    this.#state = new AlertState(this.#validity);
  }

  get waiting(): number {
    return this.#state.waiting;
  }

  get dropped(): number {
    return this.#state.dropped;
  }

  adopt(
    _open: readonly Outage[],
    resolved: readonly Outage[],
    joined: readonly Joined[],
  ): void {
    if (this.#state.adopt(resolved, joined)) this.#due.resolve();
  }

  observe(changes: Changes, { ms: nowMs }: Instant): void {
    const isChanged = this.#state.observe(changes, nowMs);
    const isOld = nowMs - this.#dueMs >= RESEND * 1000;
    if (!isChanged && !isOld) return;
    this.#dueMs = nowMs;
    this.#due.resolve();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await untilAborted(signal, this.#due.promise);
      this.#due = Promise.withResolvers();
      await this.#sendAll(signal);
    }
  }

  /** Tries until all is sent. */
  async #sendAll(signal: AbortSignal): Promise<void> {
    for (let pause = this.#options.pause; !signal.aborted; pause *= 2) {
      const result = await this.#sendState(signal);
      if (signal.aborted || result === undefined || result.result === "sent") return;
      const seconds = "seconds" in result ? result.seconds : pause;
      await sleep(Math.min(seconds ?? pause, MAX_PAUSE) * 1000, signal);
    }
  }

  /** Tries once to send the state. Returns the result; `undefined` if there is nothing to send. */
  async #sendState(signal: AbortSignal): Promise<Sent | undefined> {
    const { outages, accept } = this.#state.take();
    if (outages.length === 0) return undefined;
    const { source } = this.#options;
    const date = new Date();
    const alerts = outages.map((outage) =>
      alertOf(outage, { source, date, validity: this.#validity })
    );
    const result = await this.#post(alerts, signal);
    if (!signal.aborted) this.#log(result);
    if (result.result === "sent") this.sent += accept();
    return result;
  }

  sendTest(signal: AbortSignal): Promise<Sent> {
    return this.#post([testAlert(this.#options.source, new Date())], signal);
  }

  async #post(alerts: readonly object[], signal: AbortSignal): Promise<Sent> {
    const { authorities, timeout } = this.#options;
    return await post(alerts, { url: this.#url, signal, timeout, authorities });
  }

  /** Logs the first failure in a row, each with another reason, and the success after them. */
  #log(result: Sent): void {
    const reason = result.result === "sent" ? undefined : result.reason;
    if (reason === this.#failure) return;
    this.#failure = reason;
    const fields = { receiver: this.name, url: this.shownUrl };
    if (reason === undefined) this.#options.log("info", "alerts accepted again", fields);
    else this.#options.log("warn", "alerts not accepted", { ...fields, reason });
  }
}
