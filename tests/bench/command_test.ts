import { assert, assertEquals } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { shownCommand, withoutFolders } from "../../bench/support/command.ts";
import { compiledFlags } from "../../bench/support/compiled_flags.ts";

Deno.test("withoutFolders() leaves the names of files when they are absolute", () => {
  assertEquals(withoutFolders("/opt/x/up {port}"), "up {port}");
  assertEquals(withoutFolders("go=/opt/x/peer --config=/etc/a.yml"), "go=peer --config=a.yml");
  assertEquals(withoutFolders("http://a:1/b/c bench/x.json"), "http://a:1/b/c bench/x.json");
});

Deno.test("shownCommand() hides folders and ports when it shows a command", () => {
  assertEquals(
    shownCommand(["/opt/healthcheck", "0", "5", "http://127.0.0.1:31234/0", "tcp://localhost:81"]),
    "healthcheck 0 5 http://127.0.0.1:PORT/0 tcp://localhost:PORT",
  );
});

Deno.test("shownCommand() counts endpoints when they are many", () => {
  const endpoints = Array.from({ length: 100 }, (_, i) => `http://a/${i}`);
  assertEquals(
    shownCommand(["healthcheck", ...endpoints]),
    "healthcheck http://a/0 http://a/1 ... (100 endpoints)",
  );
});

Deno.test("shownCommand() quotes a word when a shell would read it otherwise", () => {
  assertEquals(
    shownCommand(["deno", "go=/opt/peer {port}", "http://a/#b<1", "http://a/#b&c", "a=b,c"]),
    "deno 'go=peer {port}' 'http://a/#b<1' 'http://a/#b&c' a=b,c",
  );
});

Deno.test("compiledFlags() returns the flags of the task start and those of V8 when it reads the task compile", () => {
  const { start } = manifest.tasks;
  const flags = compiledFlags().filter((flag) => !flag.startsWith("--v8-flags="));
  assertEquals(flags.length + 1, compiledFlags().length);
  assertEquals(start.split(" ").toSorted(), ["deno", "run", ...flags, "main.ts"].toSorted());
  // The task prints it before the log.
  assert(`Task start ${start}`.length <= 80);
});
