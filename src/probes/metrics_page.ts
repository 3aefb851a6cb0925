/** @module A page of metrics, in Prometheus text 0.0.4 or OpenMetrics 1.0. */
import type { EndOptions } from "./body_judge.ts";
import { ByteLines } from "./byte_lines.ts";
import { type MetricSelector, takeSeriesName } from "./metric_selector.ts";
import { MetricSum } from "./metric_sum.ts";
import { BYTE, MetricTokens } from "./metric_tokens.ts";

/** The sum of the series of each selector, in their order, or why there is none. */
export type PageReading =
  | { readonly ok: true; readonly sums: readonly number[] }
  | { readonly ok: false; readonly reason: string };

/** The bytes of a page that are read. */
const MAX_PAGE = 4 * 1024 * 1024;
const MAX_LINE = 64 * 1024;
const TYPE = new TextEncoder().encode("TYPE");
const EOF = new TextEncoder().encode("EOF");
const CUT = "the page ends in the middle of a line";

/**
 * Reads a page of metrics piece by piece, and adds up the series that are selected. It holds no more of
 * the page than one line.
 *
 * A malformed line is a failure only where it concerns a selected metric. Prometheus rejects the whole
 * page, but a mistake elsewhere on it says nothing about the metric, and must not take the pod out of
 * service. Timestamps and exemplars are not used.
 */
export class MetricsPage {
  readonly #metrics: readonly MetricSum[];
  readonly #tokens = new MetricTokens();
  readonly #lines: ByteLines;
  #line = 0;
  #length = 0;
  #hasEnd = false;
  #failure: string | undefined;

  constructor(selectors: readonly MetricSelector[]) {
    this.#metrics = selectors.map((selector) => new MetricSum(selector));
    this.#lines = new ByteLines({
      maxLength: MAX_LINE,
      onLine: (bytes, from, to) => this.#readLine(bytes, from, to),
    });
  }

  /**
   * Reads the next piece. The caller may overwrite it afterwards.
   *
   * @returns `false` once the page has failed, and the rest does not matter.
   */
  read(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (this.#length > MAX_PAGE) this.#failure ??= "body is over 4 MiB";
    else if (!this.#lines.add(piece)) this.#failure ??= "body has a line over 64 KiB";
    return this.#failure === undefined;
  }

  /**
   * Ends the page. One that may be cut must end with a line feed, as Prometheus text demands, or with
   * `# EOF`, after which OpenMetrics demands none: a number can lose its last digits and look whole.
   */
  end({ mayBeCut = false }: EndOptions = {}): PageReading {
    const { isInLine } = this.#lines;
    this.#lines.end();
    if (mayBeCut && isInLine && !this.#hasEnd) this.#failure ??= CUT;
    if (this.#failure !== undefined) return { ok: false, reason: this.#failure };
    const sums: number[] = [];
    for (const metric of this.#metrics) {
      const reading = metric.read();
      if (!reading.ok) return reading;
      sums.push(reading.sum);
    }
    return { ok: true, sums };
  }

  #readLine(bytes: Uint8Array, from: number, to: number): void {
    this.#line++;
    const tokens = this.#tokens;
    tokens.reset(bytes, from, bytes[to - 1] === BYTE.carriageReturn ? to - 1 : to);
    tokens.skipBlanks();
    if (tokens.take(BYTE.hash)) return this.#readComment();
    const { at } = tokens;
    for (const metric of this.#metrics) {
      tokens.at = at;
      const style = takeSeriesName(tokens);
      if (style === undefined) return;
      if (metric.onName(tokens) && !metric.add(tokens, style)) {
        this.#failure ??= `metric ${metric.shownName} is malformed on line ${this.#line}`;
      }
    }
  }

  /** Reads what follows `#`. Only `# EOF` and `# TYPE NAME ...` matter: a metric may have no series yet. */
  #readComment(): void {
    const tokens = this.#tokens;
    tokens.skipBlanks();
    if (!tokens.takeName()) return;
    if (tokens.textIs(EOF)) this.#hasEnd = true;
    if (!tokens.textIs(TYPE)) return;
    tokens.skipBlanks();
    if (!(tokens.isAt(BYTE.quote) ? tokens.takeQuoted() : tokens.takeName())) return;
    for (const metric of this.#metrics) metric.onType(tokens);
  }
}
