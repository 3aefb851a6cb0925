import { assertEquals } from "@std/assert";
import { MAX_BODY } from "../../../../src/probes/body/judge.ts";
import { TextJudge } from "../../../../src/probes/body/text/judge.ts";

Deno.test("TextJudge.read() wants no more when it has read 1 MiB without the text", () => {
  const judge = new TextJudge("up");
  assertEquals(judge.read(new Uint8Array(MAX_BODY - 1)), true);
  assertEquals(judge.read(new Uint8Array(1)), false);
  assertEquals(judge.end(), "text not found in the first 1 MiB");
});

Deno.test("TextJudge.read() wants no more when it has found the text", () => {
  const judge = new TextJudge("up");
  assertEquals(judge.read(new TextEncoder().encode("it is u")), true);
  assertEquals(judge.read(new TextEncoder().encode("p")), false);
  assertEquals(judge.end(), null);
});
