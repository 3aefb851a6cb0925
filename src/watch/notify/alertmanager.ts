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

/** An ongoing outage. */
interface Firing {
  outage: Outage;
  isSent: boolean;
}

/** An outage that was resolved, and not sent since. */
interface Resolved {
  readonly outage: Outage;
  /** When Alertmanager has resolved it by itself. */
  readonly expiresMs: Milliseconds;
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
  /** The ongoing outages by endpoint. */
  readonly #firing = new Map<string, Firing>();
  /** The outages to resolve, by what tells their alerts apart: the last one of each. */
  readonly #resolved = new Map<string, Resolved>();
  #due = Promise.withResolvers<void>();
  #dueMs: Milliseconds = -Infinity;
  /** Why the last message was not accepted; `undefined` if it was. */
  #failure: string | undefined;
  sent = 0;
  dropped = 0;

  constructor(options: AlertmanagerOptions) {
    this.#options = { pause: 1, timeout: 10, ...options };
    this.#url = options.url.replace(/\/*$/, PATH);
    const url = new URL(options.url);
    this.host = `${url.hostname}:${portOf(url)}`;
    this.shownUrl = redact(options.url);
    this.#validity = VALID_PERIODS * Math.max(RESEND, options.period);
  }

  get waiting(): number {
    const firing = [...this.#firing.values()].filter(({ isSent }) => !isSent);
    return firing.length + this.#resolved.size;
  }

  adopt(
    _open: readonly Outage[],
    resolved: readonly Outage[],
    joined: readonly Joined[],
  ): void {
    // An alert with the same labels goes on, with another begin.
    const others = joined.filter(({ outage, later }) => outage.firstFailure !== later.firstFailure)
      .map(({ later }) => ({ ...later, end: new Date() }));
    const ended = [...resolved, ...others];
    for (const outage of ended) this.#resolve(outage, performance.now());
    // It may end in the next round, with its earlier begin.
    for (const { outage, later } of joined) {
      const known = this.#firing.get(later.endpoint);
      if (known !== undefined && isSame(known.outage, later)) known.outage = outage;
    }
    if (ended.length > 0) this.#due.resolve();
  }

  observe({ opened, ongoing, resolved }: Changes, { ms: nowMs }: Instant): void {
    this.#expire(nowMs);
    for (const outage of resolved) this.#resolve(outage, nowMs);
    const isNew = [...opened, ...ongoing].map((outage) => this.#fire(outage));
    const isChanged = resolved.length > 0 || isNew.includes(true);
    const isOld = nowMs - this.#dueMs >= RESEND * 1000;
    if (!isChanged && !isOld) return;
    this.#dueMs = nowMs;
    this.#due.resolve();
  }

  /** Returns whether the outage was not known. */
  #fire(outage: Outage): boolean {
    const known = this.#firing.get(outage.endpoint);
    if (known !== undefined && isSame(known.outage, outage)) {
      known.outage = outage;
      return false;
    }
    this.#firing.set(outage.endpoint, { outage, isSent: false });
    return true;
  }

  #resolve(outage: Outage, nowMs: Milliseconds): void {
    const known = this.#firing.get(outage.endpoint);
    if (isSame(known?.outage, outage)) {
      if (known?.isSent === false) this.dropped++;
      this.#firing.delete(outage.endpoint);
    }
    const key = `${outage.firstFailure} ${outage.endpoint}`;
    if (this.#resolved.has(key)) this.dropped++;
    this.#resolved.set(key, { outage, expiresMs: nowMs + this.#validity * 1000 });
  }

  #expire(nowMs: Milliseconds): void {
    for (const [key, { expiresMs }] of this.#resolved) {
      if (expiresMs > nowMs) continue;
      this.#resolved.delete(key);
      this.dropped++;
    }
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
    const resolved = [...this.#resolved];
    const firing = [...this.#firing.values()];
    if (resolved.length + firing.length === 0) return undefined;
    const { source } = this.#options;
    const date = new Date();
    // An outage that was resolved may have the labels of one that is ongoing: the last alert counts.
    const outages = [...resolved.map(([, { outage }]) => outage), ...firing.map((f) => f.outage)];
    const alerts = outages.map((outage) =>
      alertOf(outage, { source, date, validity: this.#validity })
    );
    const result = await this.#post(alerts, signal);
    if (!signal.aborted) this.#log(result);
    if (result.result !== "sent") return result;
    for (const [key, value] of resolved) {
      if (this.#resolved.get(key) === value) this.#resolved.delete(key);
      this.sent++;
    }
    for (const alert of firing.filter(({ isSent }) => !isSent)) {
      alert.isSent = true;
      this.sent++;
    }
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

/** Returns whether two outages of an endpoint are the same, maybe with another end or reason. */
function isSame(a: Outage | undefined, b: Outage): boolean {
  return a?.begin.getTime() === b.begin.getTime();
}
