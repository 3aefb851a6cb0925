/** @module The sum of the series that a selector selects. */
import { cutName } from "../check/reason.ts";
import { LabelMatcher } from "./label_matcher.ts";
import { type MetricSelector, type NameStyle, takeLabels } from "./metric_selector.ts";
import { BYTE, type MetricTokens } from "./metric_tokens.ts";
import { NearestName } from "./nearest_name.ts";

/** The sum, or why there is none. */
export type MetricReading =
  | { readonly ok: true; readonly sum: number }
  | { readonly ok: false; readonly reason: string };

/** What the name of a sample may have and the name in its `# TYPE` has not. */
const SUFFIX = /_(?:total|bucket|sum|count|info)$/;

const encoder = new TextEncoder();

/** Adds up the samples of one page that a selector selects. */
export class MetricSum {
  /** The name of the metric, for a reason. */
  readonly shownName: string;
  readonly #name: string;
  readonly #nameBytes: Uint8Array;
  readonly #families: readonly Uint8Array[];
  readonly #labels: LabelMatcher;
  readonly #nearest: NearestName;
  readonly #total = new Total();
  #seen: "nothing" | "type" | "other labels" | "sample" = "nothing";

  constructor({ name, labels }: MetricSelector) {
    this.shownName = cutName(name);
    this.#name = name;
    this.#nameBytes = encoder.encode(name);
    this.#families = [name, name.replace(SUFFIX, "")].map((family) => encoder.encode(family));
    this.#labels = new LabelMatcher(labels);
    this.#nearest = new NearestName(name);
  }

  /** Sees the name in a `# TYPE`, the text of the tokens. */
  onType(tokens: MetricTokens): void {
    if (this.#seen === "nothing" && this.#families.some((family) => tokens.textIs(family))) {
      this.#seen = "type";
    }
  }

  /** Sees the name of a sample, the text of the tokens. Returns whether it is the name selected. */
  onName(tokens: MetricTokens): boolean {
    if (tokens.textIs(this.#nameBytes)) return true;
    if (this.#seen !== "sample") this.#nearest.compare(tokens);
    return false;
  }

  /**
   * Adds the sample that follows the name, if its labels are selected.
   *
   * @returns Whether it is well-formed.
   */
  add(tokens: MetricTokens, style: NameStyle): boolean {
    this.#labels.reset();
    if (!takeLabels(tokens, style, this.#labels)) return false;
    if (!this.#labels.matches) {
      if (this.#seen !== "sample") this.#seen = "other labels";
      return true;
    }
    const value = takeValue(tokens);
    if (value === undefined) return false;
    this.#total.add(value);
    this.#seen = "sample";
    return true;
  }

  /** What the page says. A reason never quotes the labels, which may be secret. */
  read(): MetricReading {
    const sum = this.#total.value;
    if (this.#seen === "sample" && !Number.isNaN(sum)) return { ok: true, sum };
    return { ok: false, reason: `metric ${this.shownName} ${this.#failure()}` };
  }

  #failure(): string {
    if (this.#seen === "sample") return "is NaN";
    if (this.#seen === "other labels") return "has no series with these labels";
    const { nearest } = this.#nearest;
    // A histogram has no sample of its plain name, only NAME_count and others.
    const isPartOfIt = nearest?.startsWith(`${this.#name}_`) ?? false;
    if (this.#seen === "type" && !isPartOfIt) return "has no series yet";
    return nearest === undefined ? "is missing" : `is missing; did you mean ${nearest}?`;
  }
}

/**
 * Adds numbers by Neumaier's algorithm, which keeps what rounding loses: a page that lists the same series
 * in another order must not look like progress.
 */
class Total {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    if (Number.isFinite(sum)) {
      const [large, small] = Math.abs(this.#sum) < Math.abs(value)
        ? [value, this.#sum]
        : [this.#sum, value];
      this.#lost += large - sum + small;
    }
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}

/** Reads what follows the labels: the value, and maybe a timestamp and an exemplar. */
function takeValue(tokens: MetricTokens): number | undefined {
  tokens.skipBlanks();
  const value = tokens.takeNumber();
  tokens.skipBlanks();
  if (!tokens.done && !tokens.isAt(BYTE.hash) && tokens.takeNumber() === undefined) {
    return undefined;
  }
  tokens.skipBlanks();
  return tokens.done || tokens.isAt(BYTE.hash) ? value : undefined;
}
