import { assert, assertEquals } from "@std/assert";
import type { BodyJudge } from "../../../src/probes/body/judge.ts";
import { judgePieces } from "../../../src/probes/body/pieces.ts";

Deno.test("judgePieces() lets others run between two pieces when each takes long", async () => {
  let [read, readBefore] = [0, 0];
  const judge: BodyJudge = {
    read: () => {
      const startMs = performance.now();
      while (performance.now() - startMs < 3);
      read++;
      return true;
    },
    end: () => null,
  };
  setTimeout(() => readBefore = read, 0);
  const pieces = Array.from({ length: 20 }, () => new Uint8Array(1));
  assertEquals(await judgePieces([judge], pieces), null);
  assertEquals(read, 20);
  assert(readBefore > 0 && readBefore < 20, `${readBefore}`);
});
