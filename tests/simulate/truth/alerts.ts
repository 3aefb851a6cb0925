import type { Alert } from "../../../src/watch/notify/alert.ts";
import type { Instant } from "../../../src/process/time/clock.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import type { Outages } from "./outages.ts";
import type { Fault } from "./truth.ts";

/** An alert as Alertmanager holds it. */
interface Held {
  readonly endpoint: string;
  /** When it is resolved, unless Alertmanager hears of it again. */
  readonly untilMs: Milliseconds;
}

/** Within this time in which it takes everything, Alertmanager must know what is new: a pause and two answers. */
const CALM_MS: Milliseconds = 50_000;
/** What it takes longer until all is sent again, or has ended by itself. */
const RESEND_MS: Milliseconds = 135_000;

/** By how much an end may differ: a small step of the clock counts as drift. */
const MAX_OFF_MS: Milliseconds = 2500;

/** Judges what Alertmanager is told, and what it holds. */
export class Alerts {
  readonly #outages: Outages;
  readonly #fault: Fault;
  readonly #maxValidityMs: Milliseconds;
  /** By the labels, which tell alerts apart. */
  readonly #held = new Map<string, Held>();
  /** Since when Alertmanager has taken everything, and the pod could send. */
  #calmMs: Milliseconds = 0;
  #takes = true;

  constructor({ every }: Life, outages: Outages, fault: Fault) {
    this.#outages = outages;
    this.#fault = fault;
    this.#maxValidityMs = 4 * Math.max(60, every) * 1000;
  }

  /** Takes what is sent. It must be true also if Alertmanager does not take it. */
  take(alerts: readonly Alert[], isHeld: boolean, now: Instant): void {
    for (const alert of alerts) {
      this.#judge(alert, now);
      const { labels, endsAt } = alert;
      const untilMs = now.ms + Date.parse(endsAt) - now.date.getTime();
      const held = { endpoint: labels["endpoint"] ?? "", untilMs };
      if (isHeld) this.#held.set(JSON.stringify(labels), held);
    }
  }

  #judge({ labels: { endpoint = "" }, startsAt, endsAt }: Alert, { date, ms }: Instant): void {
    const [beginMs, endMs, nowMs] = [Date.parse(startsAt), Date.parse(endsAt), date.getTime()];
    const isFiring = endMs > nowMs;
    const what = `an alert of ${endpoint} from ${startsAt} to ${endsAt}`;
    // No date is later than the present, or a begin later than an end, when the clock was set back.
    const named = this.#outages.all.findLast((outage) =>
      outage.endpoint === endpoint && outage.isOpen === isFiring &&
      Math.min(outage.begin, nowMs, endMs) === beginMs
    );
    if (named === undefined || endpoint === "optional") this.#fault(`no outage, but ${what}`, ms);
    if (endMs > nowMs + this.#maxValidityMs) this.#fault(`too long: ${what}`, ms);
    if (isFiring || named?.isMeasured !== true) return;
    const must = Math.min(named.begin + named.endMs - named.beginMs, nowMs);
    if (Math.abs(endMs - must) > MAX_OFF_MS) this.#fault(`another end: ${what}`, ms);
  }

  /** Takes whether Alertmanager takes alerts from now on. */
  setTaking(takes: boolean, ms: Milliseconds): void {
    if (takes && !this.#takes) this.#calmMs = Math.max(this.#calmMs, ms);
    this.#takes = takes;
  }

  /** Alertmanager has restarted without its alerts. */
  forget(ms: Milliseconds): void {
    this.#held.clear();
    this.#calmMs = ms + RESEND_MS;
  }

  /** The process was frozen until now. */
  frozen(ms: Milliseconds): void {
    this.#calmMs = ms + RESEND_MS;
  }

  /** A pod has started. It tells no end of what ended before, so that such an alert ends by itself. */
  started(ms: Milliseconds): void {
    this.#calmMs = ms + RESEND_MS;
  }

  /** Judges whether Alertmanager holds one alert of each open outage of a required endpoint, and no other. */
  judge(ms: Milliseconds): void {
    if (!this.#takes || ms - this.#calmMs <= CALM_MS) return;
    for (const [endpoint, { isOpen, openMs, endMs }] of this.#outages.last) {
      if (endpoint === "optional" || ms - (isOpen ? openMs : endMs) <= CALM_MS) continue;
      const active = [...this.#held.values()].filter((held) =>
        held.endpoint === endpoint && held.untilMs > ms
      );
      if (active.length === Number(isOpen)) continue;
      this.#fault(`${active.length} alerts of ${endpoint}, which is ${isOpen ? "down" : "up"}`, ms);
    }
  }
}
