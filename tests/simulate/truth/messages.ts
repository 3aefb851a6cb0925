import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { type Message, namedIn } from "./message.ts";
import type { Outage } from "./outages.ts";
import type { Fault } from "./truth.ts";

/** Whether an answer said at once that a message had arrived, says so late, or never. */
type Answer = "surely" | "late" | "hangs";

/** What Slack was told of an outage. */
interface Told {
  /** How many messages may have arrived that say that it is down. */
  down: number;
  /** When one first surely did. */
  downMs: Milliseconds;
  /** When Slack surely heard of its end. */
  backMs: Milliseconds;
}

/** Within this time after an end, Slack hears of it, if it took messages so long before the begin too. */
const QUIET_MS: Milliseconds = 600_000;

/** An endpoint with so many outages is flapping: three messages within an hour mute it for an hour. */
const FLAPPING = 3;
const HOUR_MS: Milliseconds = 3_600_000;

/** Judges what Slack is told. */
export class Messages {
  readonly #outages: readonly Outage[];
  readonly #fault: Fault;
  /** When messages were refused, or may have been lost. */
  readonly #unsure: { readonly fromMs: Milliseconds; toMs: Milliseconds }[] = [];
  readonly #told = new Map<Outage, Told>();
  /** The outages that began and were announced since the pod started. */
  readonly #announced = new Set<Outage>();
  #startMs: Milliseconds = 0;

  /** @param outages All that were so far. */
  constructor(outages: readonly Outage[], fault: Fault) {
    this.#outages = outages;
    this.#fault = fault;
  }

  /** A pod has started, which mutes nothing. */
  started(ms: Milliseconds): void {
    this.#startMs = ms;
    this.#announced.clear();
  }

  /** Takes a message. Its answer may be lost. */
  take(message: Message, answer: Answer, ms: Milliseconds): void {
    const { text } = message;
    const [, verb] = / (?:is|are) (down|still down|back)/.exec(text) ?? [];
    const named = namedIn(message);
    if (verb === undefined || named.length === 0) this.#fault(`a message says: ${text}`, ms);
    for (const { name, seconds } of named) {
      const own = this.#outages.filter(({ endpoint, begin }) =>
        endpoint === name && Math.floor(begin / 1000) === seconds
      );
      if (name === "optional" || own.length === 0) this.#fault(`no outage, but: ${text}`, ms);
      const fault = verb === "back"
        ? this.#takeBack(own, answer, ms)
        : this.#takeDown(own, answer, ms, verb === "down");
      if (fault !== undefined) this.#fault(`${fault}: ${text}`, ms);
    }
  }

  /** @param own Nearly always one: the clock was set back if two outages began in the same second. */
  #takeDown(
    own: readonly Outage[],
    answer: Answer,
    ms: Milliseconds,
    opens: boolean,
  ): string | undefined {
    const outage = own.findLast(({ mayOpen }) => opens && mayOpen > 0) ?? own.at(-1);
    if (outage === undefined) return undefined;
    const told = this.#toldOf(outage);
    told.down++;
    if (answer !== "hangs") told.downMs = Math.min(told.downMs, ms);
    if (!opens) return undefined;
    if (this.#isFlapping(outage)) return "flapping";
    const isTwice = --outage.mayOpen < 0;
    if (answer !== "surely") outage.mayOpen++;
    return isTwice ? "told twice" : undefined;
  }

  /** Whether an outage is one too many to announce within an hour. */
  #isFlapping(outage: Outage): boolean {
    const { endpoint, openMs } = outage;
    if (openMs >= this.#startMs) this.#announced.add(outage);
    const recent = [...this.#announced].filter((other) =>
      other.endpoint === endpoint && other.openMs <= openMs && openMs - other.openMs < HOUR_MS
    );
    return recent.length > FLAPPING;
  }

  #takeBack(
    own: readonly Outage[],
    answer: Answer,
    ms: Milliseconds,
  ): string | undefined {
    const untold = own.filter((outage) => {
      const { down, backMs } = this.#toldOf(outage);
      return down > 0 && backMs === Infinity;
    });
    // When the clock was set back, another may have begun in the same second, and be ongoing.
    const outage = untold.findLast(({ isOpen }) => !isOpen) ?? untold.at(-1) ?? own.at(-1);
    if (outage === undefined) return undefined;
    const told = this.#toldOf(outage);
    const isTwice = told.backMs < Infinity;
    if (answer === "surely") told.backMs = Math.min(told.backMs, ms);
    if (told.down === 0) return "no begin";
    if (outage.isOpen) return "no end";
    return isTwice ? "an end told twice" : undefined;
  }

  #toldOf(outage: Outage): Told {
    const told = this.#told.get(outage) ?? { down: 0, downMs: Infinity, backMs: Infinity };
    this.#told.set(outage, told);
    return told;
  }

  /** Takes whether Slack takes messages from now on. */
  setTaking(takes: boolean, ms: Milliseconds): void {
    const last = this.#unsure.at(-1);
    if (takes && last?.toMs === Infinity) last.toMs = ms;
    if (!takes && last?.toMs !== Infinity) this.#unsure.push({ fromMs: ms, toMs: Infinity });
  }

  /** Judges the end, after hours in which Slack took every message. */
  settled(ms: Milliseconds): void {
    for (const outage of this.#outages) {
      if (outage.endpoint === "optional") continue;
      this.#judgeBegin(outage, ms);
      if (!outage.isOpen) this.#judgeEnd(outage, ms);
      else if (
        outage.openMs < ms - HOUR_MS - QUIET_MS && this.#toldOf(outage).downMs === Infinity
      ) {
        this.#fault(`no message names the outage of ${outage.endpoint}`, ms);
      }
    }
  }

  /** Judges whether an outage was told soon, if its endpoint was not flapping and Slack took all messages. */
  #judgeBegin(outage: Outage, nowMs: Milliseconds): void {
    const { endpoint, openMs, endMs } = outage;
    const untilMs = openMs + QUIET_MS;
    if (endMs < untilMs || this.#isUnsure(openMs - QUIET_MS, untilMs)) return;
    // The first of the messages that mute is an hour older than the last, which mutes for an hour.
    const recent = this.#outages.filter((other) =>
      other.endpoint === endpoint && other.openMs < openMs && other.endMs > openMs - 2 * HOUR_MS
    );
    if (recent.length >= FLAPPING || this.#toldOf(outage).downMs < untilMs) return;
    this.#fault(`no message names the outage of ${endpoint} soon`, nowMs);
  }

  #isUnsure(sinceMs: Milliseconds, untilMs: Milliseconds): boolean {
    return this.#unsure.some(({ fromMs, toMs }) => fromMs < untilMs && toMs > sinceMs);
  }

  /** Judges whether the end of an outage was told that Slack knew of, if it took all messages then. */
  #judgeEnd(outage: Outage, nowMs: Milliseconds): void {
    const { endpoint, beginMs, endMs } = outage;
    const { downMs, backMs } = this.#toldOf(outage);
    const untilMs = endMs + QUIET_MS;
    if (downMs > endMs || this.#isUnsure(beginMs - QUIET_MS, untilMs) || backMs < untilMs) return;
    this.#fault(`no message says that ${endpoint} is back`, nowMs);
  }
}
