import { assertEquals } from "@std/assert";
import { NonBlockingWriter } from "../../../src/process/output/non_blocking_writer.ts";
import { MemoryStream } from "../../support/memory_stream.ts";

/** A stream of which a test settles every write. */
class ManualStream {
  readonly #writes: { bytes: Uint8Array; settled: PromiseWithResolvers<number> }[] = [];
  /** What it took, a text for each write. */
  readonly taken: string[] = [];
  #arrived = Promise.withResolvers<void>();

  write(bytes: Uint8Array): Promise<number> {
    const settled = Promise.withResolvers<number>();
    this.#writes.push({ bytes, settled });
    this.#arrived.resolve();
    return settled.promise;
  }

  /** Takes some bytes of the next write, all by default. */
  async take(length = Infinity): Promise<void> {
    const { bytes, settled } = await this.#next();
    const piece = bytes.subarray(0, length);
    this.taken.push(new TextDecoder().decode(piece));
    settled.resolve(piece.length);
  }

  /** Refuses the next write. */
  async refuse(): Promise<void> {
    (await this.#next()).settled.reject(new Error("No space left on device"));
  }

  async #next(): Promise<{ bytes: Uint8Array; settled: PromiseWithResolvers<number> }> {
    for (;;) {
      const next = this.#writes.shift();
      if (next !== undefined) return next;
      await this.#arrived.promise;
      this.#arrived = Promise.withResolvers();
    }
  }

  /** The writes under way. */
  get pending(): number {
    return this.#writes.length;
  }
}

/** A writer that reports what it dropped in a line, as a log does. */
function writerTo(stream: ManualStream): NonBlockingWriter {
  const writer = new NonBlockingWriter(stream);
  writer.onDropped = (lines, total): void => writer.write(`dropped ${lines} of ${total}\n`);
  return writer;
}

const LINE = `${"x".repeat(999)}\n`;

Deno.test("NonBlockingWriter writes a burst whole and in order when the stream takes it in pieces", async () => {
  const stream = new MemoryStream(new Uint8Array(), { most: 1000 });
  const lines = Array.from({ length: 3000 }, (_, index) => `line ${index} ${"x".repeat(100)}\n`);
  {
    await using writer = new NonBlockingWriter(stream);
    for (const line of lines) writer.write(line);
    assertEquals(writer.droppedLines, 0);
  }
  assertEquals(new TextDecoder().decode(Uint8Array.from(stream.written)), lines.join(""));
});

Deno.test("NonBlockingWriter drops and counts lines when a write never settles", async () => {
  const stream = new ManualStream();
  {
    await using writer = writerTo(stream);
    for (let index = 0; index < 10_000; index++) writer.write(LINE);
    assertEquals([stream.pending, writer.droppedLines], [1, 10_000 - 1 - 524]);
  }
  assertEquals([stream.pending, stream.taken], [1, []]);
});

Deno.test("NonBlockingWriter reports the dropped lines behind those that waited when the stream takes text again", async () => {
  const stream = new ManualStream();
  {
    await using writer = writerTo(stream);
    writer.write("first\n");
    for (let index = 0; index < 600; index++) writer.write(LINE);
    // It would fit, and would hide what is missing before it.
    writer.write("y\n");
    await stream.take();
    await stream.take();
    writer.write("last\n");
    await stream.take();
  }
  assertEquals(stream.taken, ["first\n", LINE.repeat(524), "dropped 77 of 77\nlast\n"]);
});

Deno.test("NonBlockingWriter counts lines and goes on when the stream refuses them", async () => {
  const stream = new ManualStream();
  {
    await using writer = writerTo(stream);
    writer.write("a\n");
    writer.write("b\n");
    writer.write("c\n");
    await stream.refuse();
    await stream.refuse();
    writer.write("d\n");
    await stream.take();
    // The report is lost as well, and the next one has it in its total.
    await stream.refuse();
    writer.write("e\n");
    await stream.take();
    await stream.take();
    assertEquals(writer.droppedLines, 4);
  }
  assertEquals(stream.taken, ["d\n", "e\n", "dropped 1 of 4\n"]);
});

Deno.test("NonBlockingWriter begins a new line when the stream took only a part of the last", async () => {
  const stream = new ManualStream();
  {
    await using writer = writerTo(stream);
    writer.write("half a line\n");
    await stream.take(4);
    await stream.refuse();
    writer.write("whole\n");
    await stream.take();
    await stream.take();
    await stream.take();
  }
  assertEquals(stream.taken.join(""), "half\nwhole\ndropped 1 of 1\n");
});

Deno.test("NonBlockingWriter flushes the last lines when its scope ends", async () => {
  const stream = new ManualStream();
  const reading = (async (): Promise<void> => {
    await stream.take();
    await stream.take();
  })();
  {
    await using writer = writerTo(stream);
    writer.write("stopping\n");
    writer.write("stopped\n");
  }
  assertEquals(stream.taken, ["stopping\n", "stopped\n"]);
  await reading;
});
