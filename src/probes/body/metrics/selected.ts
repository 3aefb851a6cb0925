/** @module The sums of the series that an endpoint looks at. */
import { cleanName, cutName } from "../../../check/reason.ts";
import { hashOf } from "../../../process/text/hash.ts";
import type { MetricSelector } from "./selector.ts";
import { type Label, parseNumber, parseValue, type Series } from "./series.ts";
import { Sum } from "./sum.ts";

/** The series of one option of an endpoint. */
export interface Selection {
  readonly selector: MetricSelector;
  /** The option. */
  readonly option: "metric" | "progress" | "busy";
}

/**
 * The labels whose values are numbers. Clients write them in many ways, `1` and `1.0`, and Prometheus 3
 * stores both as one.
 */
const NUMERIC_LABELS: readonly string[] = ["le", "quantile"];
/** What the name of a sample may have and the name in its `# TYPE` has not. */
const SUFFIX = /_(?:total|bucket|sum|count|info)$/;
/** How many values of the labels of `each` are judged. */
export const MAX_VALUES = 256;
/** How much of a value a reason shows. */
const MAX_VALUE_LENGTH = 64;
/** Most values are shown as they are. To clean one takes some 5 us. */
const PLAIN = /^[!-~]{0,64}$/;

/** Adds up the series of one page that a selection selects, for each value of some labels. */
export class SelectedSums {
  readonly name: string;
  readonly option: Selection["option"];
  readonly #selection: Selection;
  readonly #each: readonly string[];
  /** By a hash of the values: a slice of the page would keep a piece of it. */
  readonly #sums = new Map<number, { readonly key: string; readonly sum: Sum }>();
  /** What the page has shown of the metric so far. */
  seen: "nothing" | "type" | "other labels" | "sample" = "nothing";

  /** @param each The labels; without any, all series are one sum. */
  constructor(selection: Selection, each: readonly string[]) {
    this.name = selection.selector.name;
    this.option = selection.option;
    this.#selection = selection;
    this.#each = each;
  }

  /** The sums, by the values as a reason shows them: `topic="jobs", partition="0"`; see {@linkcode keyOf}. */
  get values(): ReadonlyMap<string, number> {
    return new Map(this.#sums.values().map(({ key, sum }) => [key, sum.value]));
  }

  /** Sees the name in a `# TYPE`. */
  onType(name: string): void {
    const isOwn = name === this.name || name === this.name.replace(SUFFIX, "");
    if (isOwn && this.seen === "nothing") this.seen = "type";
  }

  /**
   * Adds a series of this name, if its labels are selected.
   *
   * @returns What is wrong with it; `undefined` if nothing is.
   */
  add({ labels, rest }: Series): string | undefined {
    const { selector, option } = this.#selection;
    const isSelected = selector.labels.every(([name, value]) => {
      const own = valueOf(labels, name);
      return own === undefined ? value === "" : own === value || isSameNumber(name, own, value);
    });
    if (!isSelected) {
      if (this.seen !== "sample") this.seen = "other labels";
      return undefined;
    }
    const value = parseValue(rest);
    if (value === undefined) return `metric ${cutName(this.name)} is malformed`;
    this.seen = "sample";
    const values: string[] = [];
    for (const label of this.#each) {
      const value = valueOf(labels, label);
      if (value === undefined) return `${option} has no label ${cutName(label)}`;
      values.push(value);
    }
    const sum = this.#sumOf(values);
    if (sum === undefined) return `${option} has over ${MAX_VALUES} values of ${this.#each}`;
    // An exporter writes -1 for what it does not know, such as a partition without a commit.
    sum.add(option === "busy" ? Math.max(0, value) : value);
    return undefined;
  }

  #sumOf(values: readonly string[]): Sum | undefined {
    const hash = hashOf(values.join("\0"));
    const known = this.#sums.get(hash);
    if (known !== undefined || this.#sums.size === MAX_VALUES) return known?.sum;
    const sum = new Sum();
    this.#sums.set(hash, { key: keyOf(this.#each, values, hash), sum });
    return sum;
  }
}

/** Returns the values as a reason shows them and, if that is not all of them, `\0` and their hash. */
function keyOf(labels: readonly string[], values: readonly string[], hash: number): string {
  const shown = values.map((value) =>
    PLAIN.test(value) ? value : cleanName(value.slice(0, MAX_VALUE_LENGTH))
  );
  const key = labels.map((label, index) => `${label}="${shown[index]}"`).join(", ");
  return shown.every((text, index) => text === values[index]) ? key : `${key}\0${hash}`;
}

function valueOf(labels: readonly Label[], name: string): string | undefined {
  return labels.find(([label]) => label === name)?.[1];
}

/** Reports whether two values of a label are the same number, in a label that holds numbers. */
function isSameNumber(label: string, a: string, b: string): boolean {
  return NUMERIC_LABELS.includes(label) && parseNumber(a) !== undefined &&
    parseNumber(a) === parseNumber(b);
}
