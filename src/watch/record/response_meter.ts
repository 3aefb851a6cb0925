import type { Report } from "../../check/report.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { ResponseTimes } from "../history/history_file.ts";

const QUARTER_MS: Milliseconds = 900_000;
/** How often what has changed is written. */
const WRITE_MS: Milliseconds = 60_000;
/** What is kept while the file cannot be written. */
const MAX_UNWRITTEN = 10_000;
/** Durations that differ by less than a twentieth share a bin. */
const BINS_PER_E = 20;
/** Shorter durations are not told apart. */
const SHORTEST: Seconds = 1e-5;

interface Quarter {
  readonly number: number;
  readonly begin: Date;
  /** How many checks took about as long, by the logarithm. So the memory is bounded. */
  readonly bins: Map<number, number>;
  count: number;
  worst: Seconds;
  worstAt: Date;
  isChanged: boolean;
}

/**
 * The median and the longest duration of the checks of each endpoint in each quarter of an hour. A check
 * that failed has none: a refused connection is no fast response. Nor has a kept success.
 */
export class ResponseMeter {
  readonly #quarters = new Map<string, Quarter>();
  #unwritten = new Map<string, ResponseTimes>();
  #putMs: Milliseconds = -Infinity;

  /** Adds the checks of a round. */
  add({ results, startedAt }: Report): void {
    const number = Math.floor(startedAt.date.getTime() / QUARTER_MS);
    for (const { endpoint: { name }, outcome, startedAt: { date }, duration, age } of results) {
      if (!outcome.ok || age !== undefined) continue;
      let quarter = this.#quarters.get(name);
      if (quarter?.number !== number) {
        if (quarter !== undefined) this.#put(name, quarter);
        const begin = startedAt.date;
        const empty = { bins: new Map(), count: 0, worst: 0, worstAt: begin, isChanged: false };
        quarter = { number, begin, ...empty };
        this.#quarters.set(name, quarter);
      }
      const bin = Math.round(Math.log(Math.max(duration, SHORTEST)) * BINS_PER_E);
      quarter.bins.set(bin, (quarter.bins.get(bin) ?? 0) + 1);
      quarter.count++;
      if (duration > quarter.worst) {
        quarter.worst = duration;
        quarter.worstAt = date;
      }
      quarter.isChanged = true;
    }
    if (startedAt.ms - this.#putMs < WRITE_MS) return;
    this.#putMs = startedAt.ms;
    for (const [name, quarter] of this.#quarters) this.#put(name, quarter);
  }

  /** Returns what has changed since the last call; a change waits for a minute at most. */
  take(): ResponseTimes[] {
    const taken = [...this.#unwritten.values()];
    this.#unwritten.clear();
    return taken;
  }

  /** Takes back what could not be written. */
  putBack(taken: readonly ResponseTimes[]): void {
    const later = this.#unwritten;
    this.#unwritten = new Map();
    for (const times of [...taken, ...later.values()]) this.#keep(times);
  }

  #put(endpoint: string, quarter: Quarter): void {
    if (!quarter.isChanged) return;
    quarter.isChanged = false;
    const { begin, worst, worstAt } = quarter;
    this.#keep({ endpoint, begin, p50: Math.min(medianOf(quarter), worst), worst, worstAt });
  }

  #keep(times: ResponseTimes): void {
    const key = `${times.begin.getTime()} ${times.endpoint}`;
    this.#unwritten.set(key, times);
    if (this.#unwritten.size <= MAX_UNWRITTEN) return;
    for (const [oldest] of this.#unwritten) {
      this.#unwritten.delete(oldest);
      return;
    }
  }
}

function medianOf({ bins, count }: Quarter): Seconds {
  let left = count / 2;
  for (const [bin, checks] of [...bins].toSorted(([a], [b]) => a - b)) {
    left -= checks;
    if (left <= 0) return Math.exp(bin / BINS_PER_E);
  }
  return 0;
}
