import { assertEquals, assertRejects } from "@std/assert";
import type { HistoryFile, HistoryQuery } from "../../../../src/watch/history/history_file.ts";
import {
  RenderCache,
  type RenderCacheOptions,
} from "../../../../src/watch/history/worker/render_cache.ts";
import { HistoryError } from "../../../../src/watch/history/file/schema.ts";

interface Bench {
  readonly cache: RenderCache;
  /** The queries so far, and how each is answered. */
  readonly calls: { query: HistoryQuery; answer: PromiseWithResolvers<string> }[];
}

function benchOf(options: Partial<RenderCacheOptions> = {}): Bench {
  const calls: Bench["calls"] = [];
  const file: HistoryFile = {
    open: () => Promise.resolve([]),
    write: () => Promise.resolve(),
    render: (query) => {
      const answer = Promise.withResolvers<string>();
      calls.push({ query, answer });
      return answer.promise;
    },
    close: () => Promise.resolve(),
  };
  return { cache: new RenderCache({ file, ...options }), calls };
}

/** Lets what is resolved take its course. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("RenderCache.render() renders once when several requests ask for the same", async () => {
  const { cache, calls } = benchOf();
  const texts = [cache.render("text/plain", 60), cache.render("text/plain", 60)];
  await settle();
  calls[0]?.answer.resolve("x");
  assertEquals([...await Promise.all(texts), await cache.render("text/plain", 60)], [
    "x",
    "x",
    "x",
  ]);
  assertEquals(calls.length, 1);
  const { type, span } = calls[0]?.query ?? { type: "", span: { begin: 0, end: 0 } };
  assertEquals([type, Number(span.end) - Number(span.begin)], ["text/plain", 60_000]);
});

Deno.test("RenderCache.render() renders one text at a time when requests ask for different ones", async () => {
  const { cache, calls } = benchOf();
  const texts = [60, 61, 62].map((since) => cache.render("text/plain", since));
  for (const text of ["x", "y", "z"]) {
    await settle();
    assertEquals(calls.length, ["x", "y", "z"].indexOf(text) + 1);
    calls.at(-1)?.answer.resolve(text);
  }
  assertEquals(await Promise.all(texts), ["x", "y", "z"]);
});

Deno.test("RenderCache.render() renders again when it failed", async () => {
  const { cache, calls } = benchOf();
  const first = cache.render("text/plain", 60);
  await settle();
  calls[0]?.answer.reject(new HistoryError("broken"));
  await assertRejects(() => first, HistoryError, "broken");
  const second = cache.render("text/plain", 60);
  await settle();
  calls[1]?.answer.resolve("x");
  assertEquals(await second, "x");
});

Deno.test("RenderCache.render() throws when 32 other texts are pending", async () => {
  const { cache, calls } = benchOf();
  const pending = Array.from({ length: 32 }, (_, index) => cache.render("text/plain", 60 + index));
  await assertRejects(() => cache.render("text/plain", 59), HistoryError, "too many requests");
  for (let index = 0; index < 32; index++) {
    await settle();
    calls[index]?.answer.resolve("x");
  }
  await Promise.all(pending);
  const later = cache.render("text/plain", 59);
  await settle();
  calls.at(-1)?.answer.resolve("y");
  assertEquals(await later, "y");
});

Deno.test("RenderCache.render() throws when the file does not answer in time, and returns the text later", async () => {
  const { cache, calls } = benchOf({ wait: 0.01 });
  const late = (): Promise<string> => cache.render("text/plain", 60);
  await assertRejects(late, HistoryError, "no answer within 0.01 s");
  calls[0]?.answer.resolve("x");
  assertEquals(await late(), "x");
  assertEquals(calls.length, 1);
});

Deno.test("RenderCache.render() keeps the texts that were rendered last when there are more", async () => {
  const { cache, calls } = benchOf();
  const render = async (since: number): Promise<boolean> => {
    const before = calls.length;
    const text = cache.render("text/plain", since);
    await settle();
    const isNew = calls.length > before;
    calls.at(-1)?.answer.resolve("x");
    assertEquals(await text, "x");
    return isNew;
  };
  const { now } = performance;
  let ms = 0;
  performance.now = (): number => ms;
  try {
    for (const since of [1, 2, 3, 4]) assertEquals(await render(since), true);
    // The first is rendered again, because it is no longer fresh.
    ms = 60_000;
    for (const since of [1, 5, 6]) assertEquals(await render(since), true);
    assertEquals([await render(1), await render(2)], [false, true]);
  } finally {
    performance.now = now;
  }
});
