import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { COMMANDS, SERVE, TOPICS } from "../../src/cli/commands.ts";
import { renderHelp, renderOverview } from "../../src/cli/help.ts";
import { terminalColumns, wrap } from "../../src/cli/layout.ts";
import { renderTopic } from "../../src/cli/topics.ts";
import { KINDS } from "../../src/probes/kinds.ts";
import manifest from "../../deno.json" with { type: "json" };

const ALL = [SERVE, ...COMMANDS.values()];
const TOPIC_NAMES = Object.keys(TOPICS) as (keyof typeof TOPICS)[];
const KIND_NAMES = [...KINDS.keys()].map((scheme) => scheme.slice(0, -1));

/** Every help by what prints it. */
async function helps(columns: number): Promise<Map<string, string>> {
  const texts = new Map([["help", renderOverview(columns)]]);
  for (const command of ALL) texts.set(command.name, renderHelp(command, columns));
  for (const topic of TOPIC_NAMES) {
    texts.set(`help ${topic}`, await renderTopic(topic, undefined, columns));
  }
  for (const kind of KIND_NAMES) {
    texts.set(`help endpoints ${kind}`, await renderTopic("endpoints", kind, columns));
  }
  return texts;
}

for (const columns of [40, 60, 80, 100]) {
  Deno.test(`every help has rows of at most ${columns} columns when the terminal has ${columns}`, async () => {
    for (const [name, text] of await helps(columns)) {
      assert(text.endsWith("\n") && !text.includes("\n\n\n"), name);
      for (const row of text.split("\n")) {
        assert(row.length <= columns, `${name}: ${row}`);
        assertEquals(row.trimEnd(), row, name);
      }
    }
  });
}

Deno.test("every help but that of all endpoints fits 40 rows when the terminal has 80 columns", async () => {
  for (const [name, text] of await helps(80)) {
    const rows = text.trimEnd().split("\n").length;
    assert(rows <= 40 || name === "help endpoints", `${name}: ${rows} rows`);
  }
});

Deno.test("renderHelp() has the usage, own options, two examples, statuses and the documentation when given a command", () => {
  for (const command of ALL) {
    const text = renderHelp(command, 100);
    assertStringIncludes(text, `Usage: ${command.name}`);
    for (const { name, kind } of Object.values(command.arguments)) {
      const inherited = command.name === "healthcheck watch" &&
        Object.values(SERVE.arguments).some((argument) => argument.name === name);
      if (kind !== "option" && kind !== "flag") assertStringIncludes(text, name);
      else assertEquals(text.includes(`\n  --${name}`), !inherited, `${command.name} --${name}`);
    }
    assertEquals(
      text.includes("\n  and those of healthcheck help serve\n"),
      /watch/.test(command.name),
    );
    for (const example of command.examples) assertStringIncludes(text, `\n  ${example}\n`);
    assertMatch(text, /\nExit status: .*2 a wrong argument\n/s);
    assertStringIncludes(text, `${manifest.homepage}/tree/v${manifest.version}/docs\n`);
  }
});

Deno.test("every example of a help has right arguments when it is read", async () => {
  for (const { examples, name } of ALL) {
    for (const example of examples) {
      const [, words = ""] = /healthcheck ?((?!.*healthcheck)[^|)]*)/.exec(example) ?? [];
      const args = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare = ""]) =>
        quoted ?? bare
      );
      const invocation = await parseArguments(args);
      assert("command" in invocation && invocation.command.name === name, example);
    }
  }
});

for (
  const [name, defaults] of [
    ["wait", ["60s", "1s", "text", "info", "auto"]],
    ["run", ["60s", "1s", "25s", "true", "always", "text", "info", "auto"]],
  ] as const
) {
  Deno.test(`renderHelp() shows the defaults when given ${name}`, () => {
    const command = COMMANDS.get(name);
    assert(command !== undefined);
    const shown = [...renderHelp(command, 80).matchAll(/\(default (\w+)\)$/gm)];
    assertEquals(shown.map(([, value = ""]) => value).sort(), [...defaults].sort());
  });
}

Deno.test("renderTopic() names what the commands have when given a topic", async () => {
  const texts = await helps(80);
  for (const { name, routes = {}, variables = {} } of ALL) {
    for (const path of Object.keys(routes)) {
      assertStringIncludes(texts.get("help routes") ?? "", `\n  ${path} `);
    }
    for (const variable of Object.keys(variables)) {
      assertMatch(texts.get("help variables") ?? "", new RegExp(`^ {2}${variable}(?: |$)`, "m"));
    }
    assertStringIncludes(texts.get("help statuses") ?? "", `  ${name} `);
  }
  for (const [name, load] of KINDS) {
    const { shape, options } = await load();
    const own = texts.get(`help endpoints ${name.slice(0, -1)}`) ?? "";
    for (const text of [own, texts.get("help endpoints") ?? ""]) {
      assertStringIncludes(text, shape);
      for (const option of Object.keys(options.table)) {
        assertMatch(text, new RegExp(`^ {2}${option}[= ]`, "m"));
      }
    }
  }
  assertStringIncludes(texts.get("help durations") ?? "", "1m30s");
});

Deno.test("renderOverview() lists every command and topic when asked", () => {
  const text = renderOverview(80);
  for (const name of ["serve", ...COMMANDS.keys(), ...TOPIC_NAMES]) {
    assertMatch(text, new RegExp(`^ {2}${name} `, "m"));
  }
});

Deno.test("wrap() breaks at spaces, after slashes, and nowhere else if it can when a text is long", () => {
  assertEquals(wrap("a bb ccc", 4, "  "), ["a bb", "  cc", "  c"]);
  assertEquals(wrap("a bb cc", 4, "  "), ["a bb", "  cc"]);
  assertEquals(wrap("https://a/bc", 10, "  "), ["https://a/", "  bc"]);
  assertEquals(wrap("a bb cc", 5, " ", "\\"), ["a bb\\", " cc"]);
});

Deno.test({
  name: "terminalColumns() returns 80 when standard output is no terminal",
  ignore: Deno.stdout.isTerminal(),
  fn: () => assertEquals(terminalColumns(), 80),
});
