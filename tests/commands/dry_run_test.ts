import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { Program } from "../support/program.ts";
import { refusedPort } from "../servers/misbehaving.ts";

const APP = "http://user:SECRET@app:8080/h?SECRET#name=app&timeout=7&optional&header=A: SECRET";
const ENDPOINT = "  ENDPOINT app: http://app:8080/h, timeout 7s, optional";

for (
  const [args, expected] of [
    [["8081", "5", APP], [
      "healthcheck: the arguments are right; nothing was started",
      "  PORT 8081",
      "  TIMEOUT 5s",
      ENDPOINT,
      "  --host both families",
      "  --shutdown-delay 0",
      "  --log-format text",
      "  --log-level info",
      "  --color auto",
    ]],
    [[
      "watch",
      "--keep",
      "7",
      "--alert-label",
      "team=shop",
      "--alertmanager",
      "http://u:SECRET@a:1/",
      "5",
      "8081",
      APP,
    ], [
      "healthcheck watch: the arguments are right; nothing was started",
      "  PORT 5",
      "  TIMEOUT 8081s",
      ENDPOINT,
      "  --after 1",
      "  --alert-label team=shop",
      "  --alertmanager http://***@a:1/",
      "  --every 10s",
      "  --host both families",
      "  --keep 7d",
      "  --label $HOSTNAME",
      "  --repeat off",
      "  --shutdown-delay 0",
      "  --startup 60s",
      "  --log-format text",
      "  --log-level info",
      "  --color auto",
      "warning: unlikely PORT and TIMEOUT: did you swap them?",
    ]],
    [["wait", "--for", "90", "5", "http://a/?name=app#"], [
      "healthcheck wait: the arguments are right; nothing was started",
      "  TIMEOUT 5s",
      "  ENDPOINT a: http://a/, timeout 5s",
      "  --every 1s",
      "  --for 90s",
      "  --log-format text",
      "  --log-level info",
      "  --color auto",
      "warning: a: name stands in the query, which goes to the server; options stand after #",
    ]],
    [["run", "--quit", "http://u:SECRET@q/?SECRET", "5", APP, "--", "job", "SECRET"], [
      "healthcheck run: the arguments are right; nothing was started",
      "  TIMEOUT 5s",
      ENDPOINT,
      "  --every 1s",
      "  --for 60s",
      "  --timeout-fatal true",
      "  --grace 25s",
      "  --quit http://q/",
      "  --quit-on always",
      "  --log-format text",
      "  --log-level info",
      "  --color auto",
    ]],
  ] as const
) {
  Deno.test(`parseArguments() returns what would start, and no secret, when given ${args[0]} and --dry-run`, async () => {
    const at = args[0] === "8081" ? 0 : 1;
    const invocation = await parseArguments([...args.slice(0, at), "--dry-run", ...args.slice(at)]);
    assert("text" in invocation);
    assertEquals(invocation.text.trimEnd().split("\n"), [...expected]);
    assertEquals(invocation.status, 0);
  });
}

Deno.test("main starts nothing and exits 0 or 2 when given --dry-run", async () => {
  const url = `tcp://127.0.0.1:${refusedPort()}`;
  for (
    const [args, code] of [
      [["run", "--dry-run", "1", url, "--", "false"], 0],
      [["--dry-run", "0", "1", url], 0],
      [["--dry-run", "0", "1", "nonsense"], 2],
    ] as const
  ) {
    await using program = new Program([...args], { denoFlags: [] });
    assertEquals((await program.end()).code, code);
  }
});
