/** @module A page of metrics, in Prometheus text 0.0.4 or OpenMetrics 1.0. */
import { levenshteinDistance } from "@std/text/levenshtein-distance";
import { cutName } from "../../../check/reason.ts";
import { SelectedSums, type Selection } from "./selected.ts";
import { parseSeries, parseSeriesName, parseTypeName } from "./series.ts";

/** A metric that is missing, and counts as 0. */
export interface Missing {
  readonly name: string;
  /** The name on the page that was most likely meant; `undefined` if none is near. */
  readonly nearest: string | undefined;
}

/** The sums of each selection, in their order, or why there are none. */
export type PageReading =
  | {
    readonly ok: true;
    /** By the values of the labels of `each`; by "" without it. */
    readonly sums: readonly ReadonlyMap<string, number>[];
    readonly missing: readonly Missing[];
  }
  | { readonly ok: false; readonly reason: string };

/** Options of {@linkcode MetricsPage}. */
export interface PageOptions {
  /** The labels whose values have a sum each; without any, all series of a selection are one sum. */
  readonly each: readonly string[];
  /** Whether a selection without a series is 0, and no failure. */
  readonly ifMissing: boolean;
}

const ZERO: ReadonlyMap<string, number> = new Map([["", 0]]);
/** The bytes of a page that are read. */
const MAX_PAGE = 4 * 1024 * 1024;
/** In UTF-16 code units: a line never has more of them than bytes. */
const MAX_LINE = 64 * 1024;
/** The names that a missing one is compared with. Few pages have more. */
const MAX_NAMES = 4096;
/** A name that a line can begin with. */
const PLAIN_NAME = /^[\w:]+$/;
/** The end of a page in OpenMetrics. With more words behind it, it is a comment. */
const EOF = /^[ \t]*#[ \t]*EOF[ \t\r]*$/;

/**
 * Reads a page of metrics piece by piece, and adds up the series that are selected. Of the page it holds
 * one line, and the names for a suggestion if a selected one is missing.
 *
 * A malformed line is a failure only where it concerns a selected metric. Prometheus rejects the whole
 * page, but a mistake elsewhere on it says nothing about the metric, and must not take the pod out of
 * service. So is one after `# EOF`: the page was put together from several, and OpenMetrics ends there.
 * Timestamps and exemplars are not used.
 */
export class MetricsPage {
  readonly #sums: readonly SelectedSums[];
  readonly #options: PageOptions;
  /**
   * Leaves a byte order mark: Deno 2.9 also removes U+FEFF from the start of a later piece, if those before
   * are ASCII (tests/workarounds/runtime_test.ts).
   */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #names = new Set<string>();
  /** The start of the line that the next piece continues. */
  #held = "";
  /** The most recent name that is not selected: the series of a metric follow each other. */
  #unselected = "\n";
  #line = 0;
  #length = 0;
  #hasEnd = false;
  #failure: string | undefined;

  constructor(selections: readonly Selection[], options: PageOptions) {
    this.#sums = selections.map((selection) => new SelectedSums(selection, options.each));
    this.#options = options;
  }

  /**
   * Reads the next piece. The caller may overwrite it afterwards.
   *
   * @returns `false` once the page has failed, and the rest does not matter.
   */
  read(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (this.#length > MAX_PAGE) this.#failure ??= "body is over 4 MiB";
    else this.#readText(this.#decoder.decode(piece, { stream: true }));
    return this.#failure === undefined;
  }

  /**
   * Ends the page. One that may be cut must end with a line feed, as Prometheus text demands, or with
   * `# EOF` on its last line, after which OpenMetrics demands none: a number can lose its last digits and
   * look whole.
   */
  end(mayBeCut = false): PageReading {
    this.#readText(this.#decoder.decode());
    const isInLine = this.#held !== "";
    if (isInLine) this.#readLine(this.#held);
    if (mayBeCut && isInLine && !EOF.test(this.#held)) {
      this.#failure ??= "the page ends in the middle of a line";
    }
    const { each, ifMissing } = this.#options;
    if (ifMissing && this.#names.size === 0) this.#failure ??= "the page has no series";
    const sums: ReadonlyMap<string, number>[] = [];
    const missing: Missing[] = [];
    for (const selected of this.#sums) {
      const { name, option, seen, values } = selected;
      const isMissing = seen !== "sample" && ifMissing;
      if (!isMissing) this.#failure ??= this.#failureOf(selected);
      else missing.push({ name, nearest: seen === "nothing" ? this.#nearest(name) : undefined });
      sums.push(isMissing && (each.length === 0 || option === "metric") ? ZERO : values);
    }
    return this.#failure === undefined
      ? { ok: true, sums, missing }
      : { ok: false, reason: this.#failure };
  }

  #nearest(name: string): string | undefined {
    return nearestName(name, this.#names);
  }

  #readText(text: string): void {
    const lines = text.split("\n");
    lines[0] = `${this.#held}${lines[0]}`;
    this.#held = lines.pop() ?? "";
    for (const line of lines) this.#readLine(line);
    this.#checkLength(this.#held);
  }

  #checkLength(line: string): void {
    if (line.length > MAX_LINE) this.#failure ??= "body has a line over 64 KiB";
  }

  #readLine(whole: string): void {
    this.#checkLength(whole);
    this.#line++;
    // Most lines of a long page end here. startsWith takes four times as long as slice.
    const { length } = this.#unselected;
    if (whole[length] === "{" && whole.slice(0, length) === this.#unselected) return;
    const line = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
    const name = parseSeriesName(line);
    if (name === undefined) this.#readComment(line);
    else this.#readSeries(name, line);
  }

  #readComment(line: string): void {
    if (EOF.test(line)) this.#hasEnd = true;
    const type = parseTypeName(line);
    if (type !== undefined) this.#sums.forEach((sum) => sum.onType(type));
  }

  #readSeries(name: string, line: string): void {
    if (this.#names.size < MAX_NAMES) this.#names.add(name);
    const selecting = this.#sums.filter((sum) => sum.name === name);
    if (selecting.length === 0) {
      // A line with an odd name begins with a brace and a quote, and not with the name.
      if (PLAIN_NAME.test(name)) this.#unselected = name;
      return;
    }
    if (this.#hasEnd) {
      this.#failure ??= `metric ${cutName(name)} is after # EOF on line ${this.#line}`;
    }
    const series = parseSeries(line);
    const wrong = series === undefined
      ? `metric ${cutName(name)} is malformed`
      : selecting.map((sums) => sums.add(series)).find((reason) => reason !== undefined);
    if (wrong !== undefined) this.#failure ??= `${wrong} on line ${this.#line}`;
  }

  /** Returns why there is no sum. A reason never quotes the labels, which may be secret. */
  #failureOf({ name, seen, values }: SelectedSums): string | undefined {
    const metric = `metric ${cutName(name)}`;
    if (seen === "sample") {
      return values.values().some(Number.isNaN) ? `${metric} is NaN` : undefined;
    }
    if (seen === "other labels") return `${metric} has no series with these labels`;
    const nearest = this.#nearest(name);
    // A histogram has no sample of its plain name, only NAME_count and others.
    const isPartOfIt = nearest?.startsWith(`${name}_`) ?? false;
    if (seen === "type" && !isPartOfIt) return `${metric} has no series yet`;
    return `${metric} is missing${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
  }
}

/** Returns the name that a missing one was most likely meant to be; `undefined` if none is near. */
function nearestName(missing: string, names: Iterable<string>): string | undefined {
  // A third of the name may be wrong, but no more letters than `_total` has.
  let limit = Math.max(1, Math.min(6, Math.floor(missing.length / 3)));
  let nearest: string | undefined;
  for (const name of names) {
    // Code and documentation name a metric without these suffixes.
    const isSuffixed = name === `${missing}_total` || name === `${missing}_count`;
    if (!isSuffixed && Math.abs(name.length - missing.length) > limit) continue;
    const distance = isSuffixed ? 1 : levenshteinDistance(missing, name);
    if (distance <= limit) [nearest, limit] = [name, distance - 1];
  }
  return nearest;
}
