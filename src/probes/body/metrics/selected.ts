/** @module The sums of the series that an endpoint looks at. */
import { cleanName, cutName } from "../../../check/reason.ts";
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
/** How much of a value tells it from others. */
const MAX_VALUE_LENGTH = 64;

/** Adds up the series of one page that a selection selects, for each value of some labels. */
export class SelectedSums {
  readonly name: string;
  readonly #selection: Selection;
  readonly #each: readonly string[];
  readonly #sums = new Map<string, Sum>();
  /** What the page has shown of the metric so far. */
  seen: "nothing" | "type" | "other labels" | "sample" = "nothing";

  /** @param each The labels; without any, all series are one sum. */
  constructor(selection: Selection, each: readonly string[]) {
    this.name = selection.selector.name;
    this.#selection = selection;
    this.#each = each;
  }

  /** The sums, by the values as a reason shows them: `topic="jobs", partition="0"`. */
  get values(): ReadonlyMap<string, number> {
    return new Map(this.#sums.entries().map(([key, { value }]) => [key, value]));
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
    const missing = this.#each.find((label) => valueOf(labels, label) === undefined);
    if (missing !== undefined) return `${option} has no label ${cutName(missing)}`;
    const sum = this.#sumOf(this.#each.map((label) => shown(label, labels)).join(", "));
    if (sum === undefined) return `${option} has over ${MAX_VALUES} values of ${this.#each}`;
    // An exporter writes -1 for what it does not know, such as a partition without a commit.
    sum.add(option === "busy" ? Math.max(0, value) : value);
    return undefined;
  }

  #sumOf(key: string): Sum | undefined {
    const known = this.#sums.get(key);
    if (known !== undefined || this.#sums.size === MAX_VALUES) return known;
    const sum = new Sum();
    this.#sums.set(key, sum);
    return sum;
  }
}

function valueOf(labels: readonly Label[], name: string): string | undefined {
  return labels.find(([label]) => label === name)?.[1];
}

function shown(label: string, labels: readonly Label[]): string {
  return `${label}="${cleanName((valueOf(labels, label) ?? "").slice(0, MAX_VALUE_LENGTH))}"`;
}

/** Reports whether two values of a label are the same number, in a label that holds numbers. */
function isSameNumber(label: string, a: string, b: string): boolean {
  return NUMERIC_LABELS.includes(label) && parseNumber(a) !== undefined &&
    parseNumber(a) === parseNumber(b);
}
