/** @module Whether what messages say is true, and whether they say all. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { OPTIONAL } from "../endpoints/arguments.ts";
import { type Fate, Receiver } from "./receiver.ts";
import { secretsIn } from "../leaks/secrets.ts";
import { readAlerts, readSlack, type Told } from "./read.ts";
import type { Run } from "../truth/happened.ts";
import type { Truth } from "../truth/truth.ts";

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
    for (const place of secretsIn(text, this.#name)) {
      this.#truth.fault(`${this.#name} has the secret of ${place}`);
    }
    const body = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
    const told = this.#name === "slack" ? readSlack(body) : readAlerts(body, this.#truth);
    if (told.length === 0) this.#truth.fault(`${this.#name}: a message of nothing: ${text}`);
    for (const it of told) this.#say(it, fate);
  }

  #say({ name, dateMs, isDown }: Told, fate: Fate): void {
    const truth = this.#truth;
    const nowMs = Date.now();
    const what = `${this.#name}: ${name} is ${isDown ? "down" : "back"}`;
    if (name === OPTIONAL) truth.fault(`${what}, but it is optional`);
    const found = truth.clock.find(name, dateMs);
    if (found === undefined) return truth.fault(`${what}, but it was up then`);
    const { run, beginMs } = found;
    // An alert that had to be moved to the present may be of an earlier run.
    if (this.#name === "slack" || truth.clock.isRightSince(0)) truth.judgeLength(run, what);
    const said = { run, isDown, beginMs, atMs: nowMs, fate };
    this.#said.push(said);
    const isTimely = this.#name === "alertmanager" || this.#isCalm(nowMs);
    if (
      isDown && isTimely && truth.happened.isAwake(DELAY) &&
      truth.disk.wasKnownOver(run, nowMs - DELAY)
    ) {
      truth.fault(`${what}, but it was back before`);
    }
    if (!isDown && run.toMs === Infinity && truth.happened.isOneLife(run.fromMs, nowMs)) {
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
    const firstMs = same.find(({ fate }) => fate === "taken")?.atMs ?? Infinity;
    const ends = this.#truth.happened.lives.filter(({ toMs }) => toMs > beginMs && toMs < Infinity);
    // A life that knows from the disk that it was told does not tell it again.
    const kills = this.#truth.disk.isKept(Math.max(firstMs, beginMs)) ? 0 : ends.length;
    const [taken, lost] = (["taken", "lost"] as const).map((fate) =>
      same.filter((it) => it.fate === fate).length
    );
    if ((taken ?? 0) > 1 + (lost ?? 0) + kills) this.#truth.fault(`${what}, told ${taken} times`);
  }

  /** Judges whether everything was told that must be. */
  judge(): void {
    const truth = this.#truth;
    const nowMs = Date.now();
    if (!truth.happened.isAwake(DELAY) || !this.#isCalm(nowMs)) return;
    for (const run of truth.happened.runs) {
      const { name, fromMs, toMs, openMs, lastMs } = run;
      const isRecent = lastMs > Math.max(truth.happened.life.fromMs, nowMs - CALM);
      if (!isRecent || name === OPTIONAL || this.#missed.has(run)) continue;
      const taken = this.#said.filter((it) => it.run.name === name && it.fate === "taken");
      const told = taken.findLast((it) => it.isDown && it.atMs > fromMs && it.beginMs < toMs);
      const mustOpen = toMs === Infinity && openMs < nowMs - DELAY && !this.#isMuted(run);
      const mustEnd = toMs < nowMs - DELAY && (told?.atMs ?? 0) > truth.happened.life.fromMs;
      const isBack = taken.some((it) => !it.isDown && it.atMs > toMs - SECOND);
      if (mustOpen && told === undefined) this.#miss(run, `not told that ${name} is down`);
      if (mustEnd && !isBack) this.#miss(run, `not told that ${name} is back`);
    }
  }

  /** The number of changes that the receiver has taken within a time. */
  changesWithin(fromMs: Milliseconds, toMs: Milliseconds): number {
    const taken = this.#said.filter(({ atMs, fate }) =>
      atMs > fromMs && atMs <= toMs && fate === "taken"
    );
    return new Set(taken.map((it) => `${it.run.name} ${it.isDown} ${it.beginMs}`)).size;
  }

  #miss(run: Run, text: string): void {
    this.#missed.add(run);
    this.#truth.fault(`${this.#name}: ${text}`);
  }

  /** Whether the receiver has taken everything for a minute, or since the process started. */
  #isCalm(nowMs: Milliseconds): boolean {
    return this.receiver.goodMs < Math.max(this.#truth.happened.life.fromMs, nowMs - CALM);
  }

  /** Whether Slack may know nothing of it: the endpoint flaps, or an earlier outage goes on. */
  #isMuted(run: Run): boolean {
    if (this.#name !== "slack") return false;
    const { life, runs } = this.#truth.happened;
    const others = runs.filter((it) => it.name === run.name && it.fromMs < run.fromMs);
    const told = others.filter(({ lastMs }) => lastMs > life.fromMs);
    const last = others.at(-1);
    // A life that has not seen the endpoint up continues what the disk says is ongoing.
    const isUnseen = run.isFirst || run.fromMs < life.fromMs;
    return told.length >= MAX_TOLD ||
      (isUnseen && last !== undefined && !this.#truth.disk.isSafe(last.toMs));
  }
}
