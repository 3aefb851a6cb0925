import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Outage } from "./outages.ts";
import type { Fault } from "./truth.ts";

/** Within this time after an end, Slack hears of it, if it took messages so long before the begin too. */
const QUIET_MS: Milliseconds = 600_000;

/** Judges what Slack is told. */
export class Messages {
  readonly #outages: readonly Outage[];
  readonly #fault: Fault;
  /** What Slack surely took, and when: the end of an outage, or that it goes on. */
  readonly #heard: {
    readonly name: string;
    readonly isBack: boolean;
    readonly ms: Milliseconds;
  }[] = [];
  /** When messages were refused, or may have been lost. */
  readonly #unsure: { readonly fromMs: Milliseconds; toMs: Milliseconds }[] = [];
  /** The names in messages that may have arrived: how often each was said to be down and back. */
  readonly #told = new Map<string, { down: number; back: number; lastDownMs: Milliseconds }>();

  /** @param outages All that were so far. */
  constructor(outages: readonly Outage[], fault: Fault) {
    this.#outages = outages;
    this.#fault = fault;
  }

  /** Takes a message. Its answer may be lost. */
  take(text: string, arrives: "surely" | "maybe", ms: Milliseconds): void {
    const [, names = "", verb = ""] = /^:\w+: (.*?) (?:is|are) (down|still down|back)/.exec(text) ??
      [];
    if (verb === "") this.#fault(`a message says: ${text}`, ms);
    for (const name of names.split(/, | and /)) {
      const told = this.#told.get(name) ?? { down: 0, back: 0, lastDownMs: -Infinity };
      this.#told.set(name, told);
      const own = this.#outages.filter(({ endpoint }) => endpoint === name);
      if (arrives === "surely") this.#heard.push({ name, isBack: verb === "back", ms });
      const last = own.at(-1);
      if (own.length === 0 || name === "optional") this.#fault(`no outage, but: ${text}`, ms);
      if (verb === "back") {
        // Then this and the begin before it are of an earlier outage: Slack took them late.
        if (last?.isOpen) last.mayOpen = Math.max(last.mayOpen, 1);
        // Without an answer, it is sent again.
        if (arrives === "surely") told.back++;
        if (told.down === 0 || told.back > told.down) this.#fault(`no begin, but: ${text}`, ms);
        const ended = own.filter(({ isOpen }) => !isOpen).length;
        if (told.back > ended) this.#fault(`an end told twice: ${text}`, ms);
        continue;
      }
      told.down++;
      told.lastDownMs = ms;
      if (last === undefined || verb !== "down") continue;
      if (--last.mayOpen < 0 && last.isOpen) this.#fault(`told twice: ${text}`, ms);
      if (arrives === "maybe") last.mayOpen++;
    }
  }

  /** Takes whether Slack takes messages from now on. */
  setTaking(takes: boolean, ms: Milliseconds): void {
    const last = this.#unsure.at(-1);
    if (takes && last?.toMs === Infinity) last.toMs = ms;
    if (!takes && last?.toMs !== Infinity) this.#unsure.push({ fromMs: ms, toMs: Infinity });
  }

  /** Judges the end, after hours in which Slack took every message. */
  settled(ms: Milliseconds): void {
    for (const { endpoint, isOpen, beginMs } of this.#outages) {
      if (!isOpen || endpoint === "optional") continue;
      const last = this.#told.get(endpoint)?.lastDownMs ?? -Infinity;
      if (last < beginMs) this.#fault(`no message names the outage of ${endpoint}`, ms);
    }
    for (const outage of this.#outages) if (!outage.isOpen) this.#judgeEnd(outage, ms);
  }

  /** Judges whether the end of an outage was told that Slack knew of, if it took all messages then. */
  #judgeEnd({ endpoint, beginMs, endMs }: Outage, nowMs: Milliseconds): void {
    const own = this.#heard.filter(({ name }) => name === endpoint);
    const told = own.find(({ isBack, ms }) => !isBack && ms >= beginMs && ms <= endMs);
    const untilMs = endMs + QUIET_MS;
    const isUnsure = this.#unsure.some(({ fromMs, toMs }) =>
      fromMs < untilMs && toMs > beginMs - QUIET_MS
    );
    if (told === undefined || isUnsure) return;
    const isTold = own.some(({ isBack, ms }) => isBack && ms >= endMs && ms < untilMs);
    if (!isTold) this.#fault(`no message says that ${endpoint} is back`, nowMs);
  }
}
