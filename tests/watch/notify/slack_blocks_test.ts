import { assertEquals } from "@std/assert";
import { dateToken, linked } from "../../../src/watch/notify/slack_blocks.ts";

Deno.test("dateToken() gives whole seconds, and the time for readers without Slack", () => {
  assertEquals(
    dateToken(new Date(1999)),
    "<!date^1^{date_short_pretty} {time_secs}|1970-01-01 00:00:01 UTC>",
  );
});

Deno.test("linked() leaves out a link when it has over 400 characters or none, and cuts a text over 80", () => {
  const url = "http://a/".padEnd(400, "x");
  assertEquals(linked("a", url), `<${url}|a>`);
  assertEquals([linked("a", `${url}x`), linked("<", "")], ["a", "&lt;"]);
  assertEquals(linked("x".repeat(80), ""), "x".repeat(80));
  assertEquals(linked("x".repeat(81), "").length, 80);
  assertEquals(linked("a", "http://a/?b|c&d"), "<http://a/?b%7Cc&amp;d|a>");
});
