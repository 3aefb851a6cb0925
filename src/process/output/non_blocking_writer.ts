/** @module Writing that never waits for a reader. */
import type { Milliseconds } from "../time/duration.ts";
import { sleep } from "../time/sleep.ts";

/** What can be written to: standard output or standard error. */
export interface ByteStream {
  write(bytes: Uint8Array): Promise<number>;
}

/** The maximum of characters that wait: a burst of some 3,000 log lines fits. */
const MAX_WAITING = 512 * 1024;
/** How long the last lines may take to leave the process. */
const FLUSH_MS: Milliseconds = 500;
const LINE_FEED = 10;

const encoder = new TextEncoder();

/**
 * Writes text to a stream and never waits for it: a synchronous write to a pipe that nobody reads stops
 * the event loop. One asynchronous write at a time is under way, and further text waits for it in order.
 * Text is dropped, and its lines are counted, when too much waits or when the stream refuses it, as a
 * full device and a closed pipe do.
 *
 * At the end of its scope it flushes for half a second at most.
 */
export class NonBlockingWriter implements AsyncDisposable {
  readonly #stream: ByteStream;
  #waiting: string[] = [];
  #waitingLength = 0;
  #full = false;
  #writing: Promise<void> | undefined;
  #dropped = 0;
  #reported = 0;
  /** Whether the stream took only a part of the last line. */
  #torn = false;
  /** Called when the stream takes text again after it dropped lines: since the last call, and in total. */
  onDropped: (lines: number, total: number) => void = () => {};

  constructor(stream: ByteStream) {
    this.#stream = stream;
  }

  /** The lines dropped so far. */
  get droppedLines(): number {
    return this.#dropped;
  }

  /** Writes a text, or drops it. It never throws. */
  write(text: string): void {
    // After a long text, a shorter one that fits must not hide that something is missing before it.
    this.#full ||= this.#waitingLength + text.length > MAX_WAITING;
    if (this.#full) {
      this.#dropped += text.split("\n").length - 1;
      return;
    }
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    this.#writing ??= this.#drain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#writing === undefined) return;
    const flushed = new AbortController();
    await Promise.race([this.#writing, sleep(FLUSH_MS, flushed.signal)]);
    flushed.abort();
  }

  async #drain(): Promise<void> {
    let text = this.#take();
    while (text !== "") {
      const written = await this.#writeAll(encoder.encode(text));
      // What waits is older than the report: lines are dropped behind it.
      text = this.#take();
      if (!written || this.#dropped === this.#reported) continue;
      const lines = this.#dropped - this.#reported;
      this.#reported = this.#dropped;
      this.onDropped(lines, this.#dropped);
      text ||= this.#take();
    }
    this.#writing = undefined;
  }

  #take(): string {
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#full = false;
    return text;
  }

  /** Returns whether the stream took all. */
  async #writeAll(bytes: Uint8Array): Promise<boolean> {
    let sent = 0;
    try {
      if (this.#torn) await this.#stream.write(Uint8Array.of(LINE_FEED));
      this.#torn = false;
      while (sent < bytes.length) sent += await this.#stream.write(bytes.subarray(sent));
      return true;
    } catch {
      this.#torn ||= sent > 0 && bytes[sent - 1] !== LINE_FEED;
      this.#dropped += bytes.subarray(sent).filter((byte) => byte === LINE_FEED).length;
      return false;
    }
  }
}
