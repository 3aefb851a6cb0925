import { assertEquals } from "@std/assert";
import { renderHistory } from "../../../../src/watch/history/render/json.ts";

Deno.test("history renderHistory() writes no digit beyond microseconds when durations are means", () => {
  const span = { begin: new Date(0), end: new Date(9000) };
  const summary = {
    ...span,
    endpoint: "a",
    optional: false,
    removed: false,
    outages: [],
    omitted: 0,
    resolved: 3,
    up: 0.5,
    reasons: [],
    slots: [],
    firstWatched: null,
  };
  const durations = { watched: 9.000000000000002, down: 4.1000000000000005, longest: 2.1 };
  const [one, none] = [4.1 / 3, null].map((meanRecovery) => {
    const text = renderHistory([{ ...summary, ...durations, meanRecovery }], span);
    return JSON.parse(text).endpoints[0];
  });
  assertEquals([one.watched_seconds, one.down_seconds, one.longest_seconds], [9, 4.1, 2.1]);
  assertEquals([one.mean_repair_seconds, none.mean_repair_seconds], [1.366667, null]);
});
