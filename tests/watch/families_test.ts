import { assertEquals } from "@std/assert";
import { watchFamilies } from "../../src/watch/families.ts";
import { Alertmanager } from "../../src/watch/notify/alertmanager.ts";
import { recorded } from "../support/watch/history.ts";
import { benchOf } from "../support/watch/watcher.ts";
import { SOURCE } from "../support/watch/sender.ts";

for (
  const [urls, expected] of [
    [["http://a:9093"], ["alertmanager"]],
    [["http://a:9093/x", "https://user:pass@b"], ["alertmanager:a:9093", "alertmanager:b:443"]],
    [["http://a/x", "http://a/y"], ["alertmanager:a:80"]],
  ] as const
) {
  Deno.test(`watchFamilies() has the receivers ${expected} when the Alertmanagers are ${urls}`, async () => {
    const { watcher } = await benchOf();
    const receivers = urls.map((url) =>
      new Alertmanager({
        url,
        authorities: [],
        source: SOURCE,
        period: 10,
        log: () => {},
      })
    );
    const families = watchFamilies({ watcher, recorder: undefined, receivers });
    for (const name of ["sent", "dropped", "waiting"]) {
      const family = families.find((family) => family.name === `healthcheck_notices_${name}`);
      assertEquals([...family?.samples ?? []].map(([, { receiver }]) => receiver), [...expected]);
    }
  });
}

Deno.test("watchFamilies() counts the outages that this process opened, and those that are ongoing", async () => {
  const { watcher, round } = await benchOf();
  watcher.adopt([recorded("a", -60)]);
  await round(0, { a: "x", b: "x" });
  const values = (): unknown[] =>
    watchFamilies({ watcher, recorder: undefined, receivers: [] })
      .filter(({ name }) => name.startsWith("healthcheck_outages_"))
      .map(({ name, samples }) => [name, ...[...samples].map(([, , value]) => value)]);
  assertEquals(values(), [
    ["healthcheck_outages_begun", 1],
    ["healthcheck_outages_resolved", 0],
    ["healthcheck_outages_ongoing", 2],
  ]);
  await round(10);
  assertEquals(values(), [
    ["healthcheck_outages_begun", 1],
    ["healthcheck_outages_resolved", 1],
    ["healthcheck_outages_ongoing", 0],
  ]);
});
