import { assertEquals } from "@std/assert";
import { redact, startsUrl } from "../../../src/process/text/redact.ts";

for (
  const [text, shown] of [
    ["http://h:99999/health", "http://h:99999/health"],
    ["http://u:p@h:99999/health", "http://***@h:99999/health"],
    ["http://h:99999/?token=s", "http://h:99999/?***"],
    ["http://h:99999/#header=s", "http://h:99999/#***"],
    ["http://u:p@h:99999/?q#f", "http://***@h:99999/?***"],
    // What holds an @ after a ? or # can be a query, or a password with a ?.
    ["http://h:99999/?email=a@b.c&token=s", "http://***"],
    ["http://u:p?w@h:99999/", "http://***"],
    ["http://h:99999/#a@b", "http://***"],
    ["http://u:p/w@h:99999/", "http://***@h:99999/"],
    ["http://u:p@w@h:99999/", "http://***@h:99999/"],
    ["http://u:p\n@h:99999/", "http://***@h:99999/"],
    ["--http://u:p@h/", "--http://***@h/"],
    ["u:p@h/x?q", "***@h/x?***"],
    ["u:p://x@h", "***@h"],
    ["localhost:8080", "localhost:8080"],
    ["?q", "?***"],
    ["", ""],
  ] as const
) {
  Deno.test(`redact() returns ${JSON.stringify(shown)} when given ${JSON.stringify(text)}`, () => {
    assertEquals(redact(text), shown);
  });
}

Deno.test("startsUrl() tells a URL from a file when one is given for the other", () => {
  const texts = ["http://a", "FTP://a", "--http://a", "/var/history.db", "a:b", "history?://", ""];
  assertEquals(texts.filter(startsUrl), ["http://a", "FTP://a", "--http://a"]);
});
