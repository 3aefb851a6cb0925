import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { ArgumentError } from "../../src/process/argument_error.ts";
import type { HistorySettings } from "../../src/commands/history/arguments.ts";
import type { RunSettings } from "../../src/commands/run/arguments.ts";
import { helpFor } from "../../src/cli/usage.ts";

const URL = "http://localhost:8080/health";
const SERVE = "healthcheck 8081 5 URL";
const CHECK = "TIMEOUT is the first argument: healthcheck check 5 URL";
const RUN = "such as healthcheck run 5 URL -- COMMAND";

for (
  const [args, meant] of [
    [["--hots", "::", "1", "5", URL], "--host"],
    [["wait", "--evry=5", "5", URL], "--every"],
    [["--hlep"], "--help"],
    [["-help"], "--help"],
    [["--vresion"], "--version"],
    [["-v"], "-V"],
    [["-H"], "-h"],
    [["-x", "1", "5", URL], undefined],
    [["--to", "1", "5", URL], undefined],
    [["--nothing-like-it", "1", "5", URL], undefined],
    [["--port", "8081", "5", URL], `PORT is the first argument: ${SERVE}`],
    [["--timeout=5", "8081", "5", URL], `TIMEOUT is the second argument: ${SERVE}`],
    [["wait", "--timeout", "5m", "5", URL], "--for"],
    [["wait", "-t", "5m", "5", URL], "--for"],
    [["run", "--timeout=5m", "5", URL, "--", "ls"], "--for"],
    [["watch", "--alertmanager", "host:9093", "1", "5", URL], "http://host:9093"],
    [["1", "5", "redis://u:secret@a"], "use tcp://HOST:6379, and see Redis in docs/endpoints.md"],
    [
      ["1", "5", "postgres://u:secret@a/b"],
      "use tcp://HOST:5432, and see PostgreSQL in docs/endpoints.md",
    ],
    [["check", "--timeout=5", URL], CHECK],
    [["check", "--port=5", "5", URL], undefined],
    [["helth"], "healthcheck help"],
    [["checks", "--format", "json", "5", URL], "healthcheck check"],
    [["--log-level", "debug", "check", "5", URL], "healthcheck check"],
    [["help", "rnu"], "healthcheck run"],
    [["help", "endpoint"], "healthcheck help endpoints"],
    [["routes"], "healthcheck help routes"],
    [["help", "endpoints", "htps"], "healthcheck help endpoints https"],
    [["help", "endpoints", "http", "https"], undefined],
    [["help", "routes", "http"], undefined],
    [["help", "nonsense"], undefined],
    [["help", "run", "wait"], undefined],
    [["run", "5", URL, "echo", "hi"], RUN],
    [["run", "5", URL, "ls", "-la"], RUN],
    [["run", "5", URL, "/bin/true"], RUN],
    [["run", "5", URL, "localhost:8080"], "http://localhost:8080 or tcp://localhost:8080"],
    [["1", "5", "db:5432"], "http://db:5432 or tcp://db:5432"],
    [["1", "5", "localhost:8080/health"], "http://localhost:8080/health"],
    [["1", "5", "example.org/a?secret"], "http://example.org/a?***"],
    [["1", "5", "a:1#name=b"], "http://a:1#*** or tcp://a:1#***"],
    [["1", "5", "a:1/secret#b@c"], undefined],
    [["1", "5", "nonsense"], undefined],
    [["1", "5", `localhost:8080/${"x".repeat(200)}`], undefined],
    [["1", "5", "localhost:8080/a\nb"], undefined],
    [["1", "5", `${URL}#tiemout=3`], "timeout"],
    [["1", "5", "tcp://localhost:1#sned=a"], "send"],
    [["1", "5", `${URL}#nonsense`], undefined],
  ] as readonly (readonly [readonly string[], string | undefined])[]
) {
  Deno.test(`parseArguments() throws that ${meant ?? "nothing"} was meant when given ${JSON.stringify(args)}`, async () => {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertEquals(error.meant, meant, error.message);
    const ends = meant === undefined ? ['"'] : [`; did you mean ${meant}?`, `; ${meant}`];
    assert(ends.some((end) => error.message.endsWith(end)), error.message);
    assert(!/secret|\n/.test(error.message), error.message);
  });
}

Deno.test("parseArguments() rejects a value when a flag has one", async () => {
  for (const args of [["-h=false"], ["-V", "false"], ["--help", "false"], ["-hV", "true"]]) {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assert(error.message.startsWith("cannot use an option: it must have no value, got"));
  }
});

Deno.test("parseArguments() takes an empty value for one when an option takes a value", async () => {
  const group = "cannot use --group: it must be a, got nothing";
  for (
    const [args, message] of [
      [["check", "--group", "", "5", `${URL}#group=a`], group],
      [["wait", "5", `${URL}#group=a`, "--group", ""], group],
      [["wait", "5", `${URL}#group=a`, "--group=", "--group=a"], group],
      [["run", "--group", "", "5", `${URL}#group=a`, "--", "true", "--group", ""], group],
      [["--host", "", "1", "5", URL], "cannot use --host: it must be an IP address, got nothing"],
      [["watch", "--history", "", "1", "5", URL], "cannot use --history: it must be a file, got"],
      [["history", "--since", "", "f"], "cannot use --since: it must be a duration"],
      [["run", "--quit", "", "5", URL, "--", "a"], "cannot use --quit: it must be a URL"],
    ] as readonly (readonly [readonly string[], string])[]
  ) {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertEquals(error.message.slice(0, message.length), message);
  }
});

Deno.test("parseArguments() leaves empty arguments of the program alone when they follow --", async () => {
  const invocation = await parseArguments(["run", "5", URL, "--", "a", "--group", ""]);
  assert("settings" in invocation);
  assertEquals((invocation.settings as RunSettings).command, ["a", "--group", ""]);
});

Deno.test("parseArguments() takes a word for an operand when it follows -- and no program runs", async () => {
  for (const word of ["--help=a", "--_", "-h", "--since"]) {
    const invocation = await parseArguments(["history", "--", word]);
    assert("settings" in invocation);
    assertEquals((invocation.settings as HistorySettings).file, word);
  }
});

Deno.test("parseArguments() returns the same help when asked in another way", async () => {
  const help = await parseArguments(["--help"]);
  for (const args of [["-h"], ["help", "serve"], ["-hV"], ["1", "5", URL, "-h"]]) {
    assertEquals(await parseArguments(args), help);
  }
  assertEquals(await parseArguments(["help", "--help"]), await parseArguments(["help"]));
  const helpOfRun = await parseArguments(["run", "--help"]);
  for (const args of [["help", "run"], ["run", "-h"], ["run", "-h", "--", "-x"]]) {
    assertEquals(await parseArguments(args), helpOfRun);
  }
  assertEquals(await parseArguments(["-V"]), await parseArguments(["--version"]));
});

Deno.test("parseArguments() returns the usage of every command when there is no argument", async () => {
  const invocation = await parseArguments([]);
  assert("text" in invocation);
  assertEquals(invocation.status, 2);
  const lines = invocation.text.split("\n").map((line) => line.trim());
  assertEquals(lines[0], "Usage: healthcheck [OPTIONS] PORT TIMEOUT ENDPOINT...");
  const others = [
    "healthcheck check [OPTIONS] TIMEOUT ENDPOINT...",
    "healthcheck run [OPTIONS] TIMEOUT ENDPOINT... -- COMMAND [ARG...]",
    "healthcheck help [COMMAND|TOPIC]",
  ];
  for (const line of others) assert(lines.includes(line), line);
});

for (const args of [["8081 5 http://a/"], ["8081", "5 http://a/"], ["check", "5 http://a/"]]) {
  Deno.test(`parseArguments() throws that arguments are separate words when given ${JSON.stringify(args)}`, async () => {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertStringIncludes(error.message, "each argument must be a word of its own");
  });
}

for (const command of ["check", "wait"]) {
  Deno.test(`parseArguments() throws that there is no PORT when ${command} is given one`, async () => {
    const args = [command, "8081", "5", URL];
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertStringIncludes(error.message, "the command takes TIMEOUT first and no PORT");
  });
}

for (
  const [args, help] of [
    [["check", "5x", URL], "healthcheck check --help"],
    [["check", "5", "mongodb://a"], "healthcheck help endpoints"],
    [["check", "5", `${URL}#nonsense`], "healthcheck help endpoints http"],
    [["8081", "5", `${URL}#insecure`], "healthcheck help endpoints http"],
    [["watch", "8081", "5", "http+unix:///a#insecure"], "healthcheck help endpoints http+unix"],
    [["help", "nonsense"], "healthcheck help"],
  ] as const
) {
  Deno.test(`helpFor() names ${help} when given ${JSON.stringify(args)}`, async () => {
    const error = await assertRejects(() => parseArguments(args), ArgumentError);
    assertEquals(error.meant, undefined);
    assertEquals(helpFor(args, error.topic), help);
  });
}
