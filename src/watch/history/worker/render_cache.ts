/** @module A cache of rendered histories. */
import type { Milliseconds, Seconds } from "../../../process/time/duration.ts";
import { setDeadline } from "../../../process/time/deadline.ts";
import { SharedWait } from "../../../process/time/shared_wait.ts";
import type { HistoryFile } from "../history_file.ts";
import { HistoryError } from "../file/schema.ts";

/** How long a text answers further requests. */
const FRESH_MS: Milliseconds = 1000;
/** The texts that are kept. */
const MAX_KEPT = 4;
/** The texts that are waited for. */
const MAX_PENDING = 32;

/** Options of {@linkcode RenderCache}. */
export interface RenderCacheOptions {
  /** What renders. */
  file: HistoryFile;
  /**
   * Where the process runs, for the page.
   * @default {undefined}
   */
  place?: string | undefined;
  /**
   * How long a request waits.
   * @default {5}
   */
  wait?: Seconds;
}

interface Entry {
  readonly text: SharedWait<string>;
  /** When the text no longer answers, by the monotonic clock; `Infinity` while it is pending. */
  untilMs: Milliseconds;
}

/**
 * Renders the last part of the history for many requests: one text at a time, the same for requests within
 * a second. So a flood of requests delays writing by one text at most.
 */
export class RenderCache {
  readonly #file: HistoryFile;
  readonly #place: string | undefined;
  readonly #wait: Seconds;
  /** The texts by type and time, oldest first. */
  readonly #entries = new Map<string, Entry>();
  #last: Promise<unknown> = Promise.resolve();

  constructor({ file, place, wait = 5 }: RenderCacheOptions) {
    this.#file = file;
    this.#place = place;
    this.#wait = wait;
  }

  /**
   * Renders the last part of the history.
   *
   * @param type The media type.
   * @param since How far to look back.
   * @throws {HistoryError} if the file cannot be read, or not in time.
   */
  async render(type: string, since: Seconds): Promise<string> {
    const { text } = this.#entry(type, since);
    const timeout = new AbortController();
    const cancel = setDeadline(() => timeout.abort(), this.#wait * 1000);
    const failure = new HistoryError(`no answer within ${this.#wait} s`);
    try {
      return await text.wait(timeout.signal, failure);
    } finally {
      cancel();
    }
  }

  #entry(type: string, since: Seconds): Entry {
    const key = `${since} ${type}`;
    const known = this.#entries.get(key);
    if (known !== undefined && performance.now() < known.untilMs) return known;
    const kept = [...this.#entries].filter(([, { untilMs }]) => untilMs !== Infinity);
    for (const [key] of kept.slice(0, -MAX_KEPT)) this.#entries.delete(key);
    if (this.#entries.size - kept.length >= MAX_PENDING) {
      throw new HistoryError("too many requests for different times");
    }
    const text = this.#last.then(() => {
      const end = new Date();
      const begin = new Date(end.getTime() - since * 1000);
      return this.#file.render({ type, span: { begin, end }, place: this.#place });
    });
    const entry: Entry = { text: new SharedWait(text), untilMs: Infinity };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#last = text.then(
      () => void (entry.untilMs = performance.now() + FRESH_MS),
      () => void this.#entries.delete(key),
    );
    return entry;
  }
}
