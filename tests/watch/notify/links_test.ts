import { assertEquals } from "@std/assert";
import { isLink, linkTo } from "../../../src/watch/notify/links.ts";
import type { Outage } from "../../../src/watch/outage.ts";

for (
  const [text, expected] of [
    ["https://grafana.example/d/pods?var-pod={pod}&ns={namespace}#{endpoint}", true],
    ["http://{pod}.example/", true],
    ["https://x/{node}", false],
    ["https://x/{}", false],
    ["https://x/{pod", false],
    ["https://x/a b", false],
    ["ftp://x/", false],
    ["/all#{endpoint}", false],
    ["", false],
  ] as const
) {
  Deno.test(`isLink() returns ${expected} when the text is "${text}"`, () => {
    assertEquals(isLink(text), expected);
  });
}

Deno.test("linkTo() encodes what it fills in, and leaves empty what is not known", () => {
  const outage = { endpoint: "localhost:8080/a b&c" } as Outage;
  const link = "https://x/?e={endpoint}&p={pod}&n={namespace}&e={endpoint}";
  assertEquals(
    linkTo(link, outage, { pod: "llm-0", namespace: undefined }),
    "https://x/?e=localhost%3A8080%2Fa%20b%26c&p=llm-0&n=&e=localhost%3A8080%2Fa%20b%26c",
  );
});
