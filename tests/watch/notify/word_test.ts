import { assertEquals } from "@std/assert";
import { readWord } from "../../../src/watch/notify/word.ts";

async function* piecesOf(...pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(new TextEncoder().encode(piece));
}

const LONGEST = `no_${"a".repeat(61)}`;
for (
  const [pieces, expected] of [
    [["no_service"], "no_service"],
    [["no_", "service\n"], "no_service"],
    [[LONGEST], LONGEST],
    [[`${LONGEST}a`], undefined],
    [[LONGEST, "a"], undefined],
    [["ok"], undefined],
    [["No_service"], undefined],
    [["no_service http://secret"], undefined],
    [[], undefined],
  ] as const
) {
  Deno.test(`readWord() returns ${expected} when the body is ${pieces.join("|")}`, async () => {
    assertEquals(await readWord(piecesOf(...pieces)), expected);
  });
}

Deno.test("readWord() returns nothing when there is no body, or it breaks off", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* piecesOf("no_service");
    throw new Error("closed");
  }
  assertEquals([await readWord(null), await readWord(broken())], [undefined, undefined]);
});
