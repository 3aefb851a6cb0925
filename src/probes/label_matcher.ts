import type { LabelVisitor, MetricSelector } from "./metric_selector.ts";
import type { MetricTokens } from "./metric_tokens.ts";

const encoder = new TextEncoder();

/** Compares the labels of one series after the other with those that are selected. */
export class LabelMatcher implements LabelVisitor {
  readonly #labels: readonly { readonly name: Uint8Array; readonly value: Uint8Array }[];
  readonly #required: number;
  #label: { readonly value: Uint8Array } | undefined;
  #matched = 0;
  #differs = false;

  constructor(labels: MetricSelector["labels"]) {
    this.#labels = labels.map(([name, value]) => ({
      name: encoder.encode(name),
      value: encoder.encode(value),
    }));
    this.#required = labels.filter(([, value]) => value !== "").length;
  }

  /** Continues with another series. */
  reset(): void {
    this.#matched = 0;
    this.#differs = false;
  }

  /** Whether the series is selected, after all its labels. */
  get matches(): boolean {
    return !this.#differs && this.#matched === this.#required;
  }

  onLabelName(tokens: MetricTokens): void {
    this.#label = this.#labels.find(({ name }) => tokens.textIs(name));
  }

  onLabelValue(tokens: MetricTokens): void {
    if (this.#label === undefined) return;
    if (!tokens.textIs(this.#label.value)) this.#differs = true;
    else if (this.#label.value.length > 0) this.#matched++;
  }
}
