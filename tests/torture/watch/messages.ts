/** @module What a message to Slack or Alertmanager says, and whether it is true. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { OPTIONAL } from "./endpoints.ts";
import { type Fate, Receiver } from "./receiver.ts";
import { secretsIn } from "./secrets.ts";
import { OFFSETS, type Run, type Truth } from "./truth.ts";

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
interface Said {
  readonly run: Run;
  readonly isDown: boolean;
  readonly beginMs: Milliseconds;
  readonly atMs: Milliseconds;
  readonly fate: Fate;
}

/** After this time in which a receiver took everything, it must know everything. */
const CALM: Milliseconds = 60_000;
/** What a round, its message and its answer take on a busy machine. */
const DELAY: Milliseconds = 4000;
/** After so many outages in an hour, Slack hears no more of an endpoint. */
const MAX_TOLD = 3;
/** When an alert of an ongoing outage ends, and how far from it one may be. */
const VALIDITY: Milliseconds = 240_000;
const VALIDITY_MARGIN: Milliseconds = 20_000;
/** Messages have times in whole seconds. */
const SECOND: Milliseconds = 1500;

/** Judges what one receiver hears. */
export class Messages {
  readonly receiver: Receiver = new Receiver((text, fate) => this.#take(text, fate));
  readonly #name: "slack" | "alertmanager";
  readonly #truth: Truth;
  readonly #said: Said[] = [];
  readonly #missed = new Set<Run>();

  constructor(name: "slack" | "alertmanager", truth: Truth) {
    this.#name = name;
    this.#truth = truth;
  }

  #take(text: string, fate: Fate): void {
    for (const owner of secretsIn(text)) {
      if (owner !== this.#name) this.#truth.fault(`${this.#name} has the secret of ${owner}`);
    }
    const body = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
    if (this.#name === "slack") this.#takeMessage(body, fate);
    else for (const alert of body) this.#takeAlert(alert, fate);
  }

  #takeMessage({ blocks }: SlackBody, fate: Fate): void {
    const title = blocks[0]?.text?.text ?? "";
    const [, verb = ""] = / (?:is|are) (down|still down|back)(?: after .*)?$/.exec(title) ?? [];
    if (verb === "") this.#truth.fault(`slack: ${title}`);
    const place = blocks.at(-1)?.elements?.[0]?.text ?? "";
    for (const { text: { text = "" } = {} } of blocks.slice(1, -1)) {
      const [, name] = /^\*(\w+)\* /.exec(text) ?? [];
      if (name === undefined) continue;
      const [, seconds] = /<!date\^(\d+)\^/.exec(text) ?? /<!date\^(\d+)\^/.exec(place) ?? [];
      this.#say(name, Number(seconds) * 1000, verb !== "back", fate);
    }
  }

  #takeAlert({ labels: { endpoint = "" }, startsAt, endsAt }: Alert, fate: Fate): void {
    const [begin, end] = [Date.parse(startsAt), Date.parse(endsAt)];
    const isFiring = OFFSETS.some((offset) =>
      Math.abs(end - offset - Date.now() - VALIDITY) < VALIDITY_MARGIN
    );
    // No alert starts in the future: after the clock was set back, it starts now.
    const isMoved = OFFSETS.some((offset) => Math.abs(begin - offset - Date.now()) < DELAY);
    const last = this.#truth.runs.findLast(({ name, toMs }) =>
      name === endpoint && (isFiring || toMs < Infinity)
    );
    const beginMs = isMoved && this.#truth.clocks.some(({ offset }) => offset !== 0)
      ? last?.fromMs
      : undefined;
    this.#say(endpoint, beginMs ?? begin, isFiring, fate);
  }

  #say(name: string, dateMs: Milliseconds, isDown: boolean, fate: Fate): void {
    const truth = this.#truth;
    const nowMs = Date.now();
    const what = `${this.#name}: ${name} is ${isDown ? "down" : "back"}`;
    if (name === OPTIONAL) truth.fault(`${what}, but it is optional`);
    const found = truth.find(name, dateMs);
    if (found === undefined) return truth.fault(`${what}, but it was up then`);
    const { run, beginMs } = found;
    const said = { run, isDown, beginMs, atMs: nowMs, fate };
    this.#said.push(said);
    const isTimely = this.#name === "alertmanager" || this.#isCalm(nowMs);
    if (isDown && isTimely && truth.isAwake(DELAY) && truth.wasKnownOver(run, nowMs - DELAY)) {
      truth.fault(`${what}, but it was back before`);
    }
    if (!isDown && run.toMs === Infinity && truth.isOneLife(run.fromMs, nowMs)) {
      truth.fault(`${what}, but it is down`);
    }
    if (this.#name === "slack") this.#judgeTwice(said, what);
  }

  /** Judges whether there was a begin before an end, and whether it was told once. */
  #judgeTwice({ run: { name }, isDown, beginMs }: Said, what: string): void {
    const ofName = this.#said.filter(({ run }) => run.name === name);
    const mayKnow = ofName.some((it) =>
      it.isDown && it.fate !== "refused" && it.beginMs > beginMs - SECOND
    );
    if (!isDown && !mayKnow) this.#truth.fault(`${what}, but no begin was told`);
    const same = ofName.filter((it) =>
      it.isDown === isDown && Math.abs(it.beginMs - beginMs) < SECOND
    );
    const kills = this.#truth.lives.filter(({ toMs }) => toMs > beginMs && toMs < Infinity).length;
    const [taken, lost] = (["taken", "lost"] as const).map((fate) =>
      same.filter((it) => it.fate === fate).length
    );
    if ((taken ?? 0) > 1 + (lost ?? 0) + kills) this.#truth.fault(`${what}, told ${taken} times`);
  }

  /** Judges whether everything was told that must be. */
  judge(): void {
    const truth = this.#truth;
    const nowMs = Date.now();
    if (!truth.isAwake(DELAY) || !this.#isCalm(nowMs)) return;
    for (const run of truth.runs) {
      const { name, fromMs, toMs, openMs, lastMs } = run;
      const isRecent = lastMs > Math.max(truth.life.fromMs, nowMs - CALM);
      if (!isRecent || name === OPTIONAL || this.#missed.has(run)) continue;
      const taken = this.#said.filter((it) => it.run.name === name && it.fate === "taken");
      const told = taken.findLast((it) => it.isDown && it.atMs > fromMs && it.beginMs < toMs);
      const mustOpen = toMs === Infinity && openMs < nowMs - DELAY && !this.#isMuted(run);
      const mustEnd = toMs < nowMs - DELAY && (told?.atMs ?? 0) > truth.life.fromMs;
      const isBack = taken.some((it) => !it.isDown && it.atMs > toMs - SECOND);
      if (mustOpen && told === undefined) this.#miss(run, `not told that ${name} is down`);
      if (mustEnd && !isBack) this.#miss(run, `not told that ${name} is back`);
    }
  }

  #miss(run: Run, text: string): void {
    this.#missed.add(run);
    this.#truth.fault(`${this.#name}: ${text}`);
  }

  /** Whether the receiver has taken everything for a minute, or since the process started. */
  #isCalm(nowMs: Milliseconds): boolean {
    return this.receiver.goodMs < Math.max(this.#truth.life.fromMs, nowMs - CALM);
  }

  /** Whether Slack may know nothing of it: the endpoint flaps, or an earlier outage goes on. */
  #isMuted(run: Run): boolean {
    if (this.#name !== "slack") return false;
    const { life, runs } = this.#truth;
    const others = runs.filter((it) => it.name === run.name && it.fromMs < run.fromMs);
    const told = others.filter(({ lastMs }) => lastMs > life.fromMs);
    const last = others.at(-1);
    return told.length >= MAX_TOLD ||
      (run.isFirst && last !== undefined && !this.#truth.isSafe(last.toMs));
  }
}
