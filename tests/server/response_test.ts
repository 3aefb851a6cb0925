import { assertEquals } from "@std/assert";
import { RepeatedResponse } from "../../src/server/response.ts";

const TEXT = { contentType: "text/plain" };
const JSON = { contentType: "application/json", headers: { "X-More": "1" } };

for (
  const [what, status, body, representation] of [
    ["everything repeats", 200, "a", TEXT],
    ["the status changes", 503, "a", TEXT],
    ["the text changes", 200, "b", TEXT],
    ["the representation changes", 200, "a", JSON],
    ["the text is long", 200, "a".repeat(8193), TEXT],
  ] as const
) {
  Deno.test(`RepeatedResponse.respond() answers as asked, every time, when ${what}`, async () => {
    const repeated = new RepeatedResponse();
    const first = repeated.respond(200, "a", TEXT);
    for (let i = 0; i < 3; i++) {
      const response = repeated.respond(status, body, representation);
      assertEquals([response.status, await response.text()], [status, body]);
      assertEquals(response.headers.get("content-type"), representation.contentType);
      assertEquals(response.headers.get("x-more"), representation === JSON ? "1" : null);
      assertEquals(response.headers.get("cache-control"), "no-store");
    }
    assertEquals([first.status, await first.text()], [200, "a"]);
  });
}

Deno.test("RepeatedResponse.respond() keeps an answer of up to 8 KiB, and none that is longer", () => {
  const { clone } = Response.prototype;
  let cloned = 0;
  Response.prototype.clone = function (): Response {
    cloned++;
    return clone.call(this);
  };
  try {
    for (const [length, expected] of [[8192, 2], [8193, 0]] as const) {
      const repeated = new RepeatedResponse();
      cloned = 0;
      for (const _ of [1, 2]) repeated.respond(200, "a".repeat(length), TEXT);
      assertEquals(cloned, expected);
    }
  } finally {
    Response.prototype.clone = clone;
  }
});
