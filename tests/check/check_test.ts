import { assert, assertEquals } from "@std/assert";
import { checkOne } from "../../src/check/check.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { OK, REFUSED } from "../support/reports.ts";

Deno.test("checkOne() waits for the answer when the timeout is longer than setTimeout holds", async () => {
  const [endpoint] = await parseEndpoints(["http://a/#timeout=30d"], 5);
  assert(endpoint !== undefined);
  const { outcome } = await checkOne({
    endpoint,
    probe: async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return signal.aborted ? REFUSED : OK;
    },
  });
  assertEquals(outcome, OK);
});
