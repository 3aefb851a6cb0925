import { assertEquals } from "@std/assert";
import { watchFamilies } from "../../src/watch/families.ts";
import { Alertmanager } from "../../src/watch/notify/alertmanager.ts";
import { benchOf } from "../support/watch/watcher.ts";

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
        source: {
          label: "x",
          pod: undefined,
          namespace: undefined,
          links: { link: null, runbook: null },
          labels: {},
          endpointLabels: new Map(),
        },
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
