import { assertEquals, assertRejects } from "@std/assert";
import { CheckFailure, WaitFailure } from "../../../src/check/reason.ts";
import { createBlockingLimit } from "../../../src/net/blocking_limit.ts";
import { FileReads } from "../../../src/net/files/reads.ts";
import { createLookUp } from "../../../src/net/names/look_up.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const { signal: NEVER } = new AbortController();

/** A volume whose files the test reads, each the oldest read without an answer. */
class Volume {
  readonly begun: string[] = [];
  readonly #waiting: PromiseWithResolvers<Bytes>[] = [];

  readonly read = (path: string): Promise<Bytes> => {
    this.begun.push(path);
    const content = Promise.withResolvers<Bytes>();
    this.#waiting.push(content);
    return content.promise;
  };

  async answer(content: number | Error): Promise<void> {
    const next = this.#waiting.shift();
    if (content instanceof Error) next?.reject(content);
    else next?.resolve(Uint8Array.of(content));
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

/** Reads at once, except for files whose path says that they hang. */
function readOrHang(path: string): Promise<Bytes> {
  return path.includes("hangs") ? new Promise(() => {}) : Promise.resolve(Uint8Array.of(1));
}

function paths(count: number, pathOf: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => pathOf(i));
}

Deno.test("FileReads shares the next read when several checks come during one", async () => {
  const volume = new Volume();
  const read = new FileReads(createBlockingLimit(), volume.read).of("required");
  const first = read("/a/token", NEVER);
  await settled();
  const joined = [read("/a/token", NEVER), read("/a/token", NEVER)];
  await settled();
  assertEquals(volume.begun, ["/a/token"]);
  await volume.answer(1);
  assertEquals(volume.begun, ["/a/token", "/a/token"]);
  await volume.answer(2);
  assertEquals([await first, ...await Promise.all(joined)].map(([byte]) => byte), [1, 2, 2]);
});

Deno.test("FileReads gives each its own result when different work waits for the same file", async () => {
  const reads = new FileReads(createBlockingLimit(), readOrHang);
  const share = reads.sharedBy("required");
  const lengthOf = (path: string): Promise<number> => Promise.resolve(path.length);
  const nameOf = (path: string): Promise<string> => Promise.resolve(path.slice(3));
  const results = await Promise.all([
    ...[share(lengthOf, "/a/b", NEVER), share(nameOf, "/a/b", NEVER)],
    ...[share(lengthOf, "/a/b", NEVER), reads.of("required")("/a/b", NEVER)],
  ]);
  assertEquals(results, [4, "b", 4, Uint8Array.of(1)]);
});

Deno.test("FileReads rejects, and reads again for the next check, when a read fails", async () => {
  const volume = new Volume();
  const read = new FileReads(createBlockingLimit(), volume.read).of("required");
  for (let i = 0; i < 20; i++) {
    const failing = assertRejects(() => read("/a/token", NEVER), CheckFailure, "cannot read");
    await settled();
    await volume.answer(new CheckFailure("file", "cannot read /a/token"));
    await failing;
  }
  assertEquals(volume.begun.length, 20);
});

Deno.test("FileReads reads again when there was no file descriptor, until the check ends", async () => {
  const blocking = createBlockingLimit();
  let attempts = 0;
  const end = new AbortController();
  const read = (path: string): Promise<Bytes> => {
    attempts++;
    if (path === "/a/token" && attempts === 3) return Promise.resolve(Uint8Array.of(1));
    if (attempts > 5) end.abort();
    return Promise.reject(Object.assign(new Error("too many open files"), { code: "EMFILE" }));
  };
  const reads = new FileReads(blocking, read).of("required");
  assertEquals(await reads("/a/token", NEVER), Uint8Array.of(1));
  const { failure, message } = await assertRejects(
    () => reads("/a/other", end.signal),
    WaitFailure,
  );
  assertEquals([failure, message], ["descriptors", "too many open files in the sidecar"]);
});

Deno.test("FileReads counts a read until it returns when its check has timed out", async () => {
  const volume = new Volume();
  const read = new FileReads(createBlockingLimit(), volume.read).of("required");
  for (let i = 0; i < 20; i++) {
    const end = new AbortController();
    const waiting = read("/a/token", end.signal);
    await settled();
    end.abort();
    const { message } = await assertRejects(() => waiting, WaitFailure);
    assertEquals(message, "waited to read /a/token");
  }
  assertEquals(volume.begun, ["/a/token"]);
  const last = read("/a/token", NEVER);
  await volume.answer(1);
  await volume.answer(2);
  assertEquals(await last, Uint8Array.of(2));
  assertEquals(volume.begun.length, 2);
});

for (
  const [where, hanging, path] of [
    ["one file", paths(1, () => "/a/hangs"), "/a/token"],
    ["40 files of another folder", paths(40, (i) => `/a/hangs${i}`), "/b/token"],
    ["40 files of a folder and one of another", [
      ...paths(40, (i) => `/a/hangs${i}`),
      "/c/hangs",
    ], "/b/token"],
  ] satisfies [string, string[], string][]
) {
  Deno.test(`FileReads reads a file when ${where} of the same priority hang`, async () => {
    const blocking = createBlockingLimit();
    const read = new FileReads(blocking, readOrHang).of("required");
    const end = new AbortController();
    const reads = hanging.map((path) => read(path, end.signal));
    await settled();
    assertEquals(await read(path, AbortSignal.timeout(5000)), Uint8Array.of(1));
    end.abort();
    await Promise.allSettled(reads);
  });
}

Deno.test("FileReads reads a required file when any number of optional ones hang", async () => {
  const files = new FileReads(createBlockingLimit(), readOrHang);
  const end = new AbortController();
  const reads = paths(40, (i) => `/${i}/hangs`).map((path) =>
    files.of("optional")(path, end.signal)
  );
  await settled();
  assertEquals(await files.of("required")("/a/token", AbortSignal.timeout(5000)), Uint8Array.of(1));
  end.abort();
  await Promise.allSettled(reads);
});

Deno.test("FileReads leaves the system's look-ups some threads when 40 files hang", async () => {
  const blocking = createBlockingLimit();
  const files = new FileReads(blocking, readOrHang);
  const lookUp = createLookUp({
    blocking,
    required: new Set(["required"]),
    system: () => Promise.resolve(["10.0.0.1"]),
  });
  const end = new AbortController();
  const reads = paths(40, (i) => `/${i}/hangs`).flatMap((path) => [
    files.of("required")(path, end.signal),
    files.of("optional")(path, end.signal),
  ]);
  await settled();
  assertEquals(blocking.held, { required: 4, optional: 4 });
  for (const name of ["required", "optional"]) {
    assertEquals(await lookUp(name, AbortSignal.timeout(5000)), ["10.0.0.1"]);
  }
  end.abort();
  await Promise.allSettled(reads);
});

Deno.test("FileReads waits when look-ups hold every thread", async () => {
  const blocking = createBlockingLimit();
  const volume = new Volume();
  const read = new FileReads(blocking, volume.read).of("required");
  for (let i = 0; i < 8; i++) await blocking.acquire("required");
  const waiting = read("/a/token", NEVER);
  await settled();
  assertEquals(volume.begun, []);
  blocking.release("required");
  await settled();
  assertEquals(volume.begun, ["/a/token"]);
  await volume.answer(1);
  assertEquals(await waiting, Uint8Array.of(1));
  assertEquals(blocking.held, { required: 7, optional: 0 });
});
