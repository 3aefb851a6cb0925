import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { COMMANDS, HELP, SERVE } from "../../src/cli/commands.ts";
import { writeScript as writeBash } from "../../src/commands/completion/bash.ts";
import { writeScript as writeFish } from "../../src/commands/completion/fish.ts";
import type { CompletedCommand, CompletedCommands } from "../../src/commands/completion/table.ts";
import { writeScript as writeZsh } from "../../src/commands/completion/zsh.ts";
import { inFolder } from "../support/folder.ts";
import { hasTool } from "../support/tool.ts";

const ALL = new Map<string, CompletedCommand>([["", SERVE], ...COMMANDS, ["help", HELP]]);
const HAS_BASH = await hasTool("bash");

/** Every name, option and value of an option that bash may propose. */
const WORDS = [...ALL].flatMap(([name, { arguments: members }]) => [
  name,
  ...Object.values(members).flatMap(({ kind, name, choices = [] }) =>
    kind === "operand" ? choices : [`--${name}`, ...choices]
  ),
]);

/** Words as a user has typed them so far, in quotes or not. */
const WORD = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...WORDS).map((word) => word.slice(0, 3)),
  fc.constantFrom(
    "",
    "-",
    "--",
    "=",
    "5",
    "http://a/#name=x",
    "a f",
    "'",
    '"',
    "\\",
    "~",
    "[",
    "*",
  ),
  fc.constantFrom(
    "$(touch ran)",
    "`touch ran`",
    "$HOME",
    "${x",
    "a;b",
    "!",
    "$",
    "-W",
    "\u00e9",
    "{a,b}",
  ),
  fc.string({ unit: "binary", maxLength: 6 }).filter((text) => !text.includes("\0")),
);
/** The words, and which of them the cursor is in. */
const LINE = fc.array(WORD, { minLength: 1, maxLength: 6 }).chain((words) =>
  fc.record({ words: fc.constant(words), cursor: fc.integer({ min: 1, max: words.length }) })
);

/** What completes each line; the words of a line follow its cursor and their number. */
const DRIVER = `${writeBash(ALL)}
set -u
while (($# > 0)); do
  COMP_CWORD=$1 COMP_WORDS=(healthcheck "\${@:3:$2}")
  shift $(($2 + 2))
  _healthcheck
  printf '%s\\0' "\${COMPREPLY[@]}"
  printf '\\1\\0'
done`;

interface Line {
  readonly words: readonly string[];
  readonly cursor: number;
}

/** What bash proposes for each line. */
async function complete(lines: readonly Line[], folder: string): Promise<string[][]> {
  const args = lines.flatMap(({ words, cursor }) => [`${cursor}`, `${words.length}`, ...words]);
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["--norc", "-c", DRIVER, "bash", ...args],
    cwd: folder,
    env: { LC_ALL: "C.UTF-8" },
  }).output();
  assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
  return new TextDecoder().decode(stdout).split("\x01\0").slice(0, -1)
    .map((replies) => replies.split("\0").slice(0, -1).filter((reply) => reply !== ""));
}

Deno.test({
  name:
    "completion in bash never fails, and proposes words that go on, when words and cursor are any",
  ignore: !HAS_BASH,
  fn: async () => {
    let proposed = 0;
    await inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/a file`, "");
      await fc.assert(
        fc.asyncProperty(fc.array(LINE, { minLength: 10, maxLength: 40 }), async (lines) => {
          const replies = await complete(lines, folder);
          assertEquals(replies.length, lines.length);
          for (const [index, { words, cursor }] of lines.entries()) {
            const word = words[cursor - 1] ?? "";
            const known = replies[index]?.filter((reply) => WORDS.includes(reply)) ?? [];
            // Bash itself removes quotes; after = a new word begins.
            const typed = word === "=" ? "" : word;
            const isPlain = !/['"\\]/.test(typed);
            for (const reply of known) assert(!isPlain || reply.startsWith(typed), reply);
            proposed += known.length;
          }
          // No word was run.
          const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
          assertEquals(files, ["a file"]);
        }),
        { numRuns: 30 },
      );
    });
    assert(proposed > 50, `${proposed}`);
  },
});

/** Any texts, of which many hold what a shell reads. */
const TEXT = fc.oneof(
  fc.constantFrom("'", "\\", "\\'", "'\\''", "$x", '"', "`", "a's"),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const COMMAND = fc.record({ summary: TEXT, help: fc.tuple(TEXT, TEXT) }).map((
  { summary, help: [option, flag] },
): CompletedCommand => ({
  summary,
  arguments: {
    for: { kind: "option", name: "for", value: "DURATION", help: option },
    quiet: { kind: "flag", name: "quiet", help: flag },
  },
}));
const COMMANDS_OF_TEXTS = fc.tuple(COMMAND, COMMAND).map(([serve, wait]): CompletedCommands =>
  new Map([["", serve], ["wait", wait]])
);

Deno.test("completion of zsh has each help as one word when it is any text", () => {
  fc.assert(fc.property(COMMANDS_OF_TEXTS, (commands) => {
    const script = writeZsh(commands);
    const words = [...script.matchAll(/'[^']*'(?:\\''[^']*')*/g)].map(([word]) =>
      word.slice(1, -1).replaceAll("'\\''", "'")
    );
    for (const [name, { summary, arguments: members }] of commands) {
      if (name !== "") assert(words.includes(`${name}:${summary}`), script);
      for (const { name, help } of Object.values(members)) {
        assert(words.includes(`--${name}:${help}`), script);
      }
    }
    assertEquals(words.filter((word) => word.startsWith("--")).length, 4 * commands.size);
  }));
});

Deno.test("completion of fish has each help as one word when it is any text", () => {
  fc.assert(fc.property(COMMANDS_OF_TEXTS, (commands) => {
    const script = writeFish(commands);
    const words = [...script.matchAll(/'((?:[^'\\]|\\['\\])*)'/g)].map(([, word = ""]) =>
      word.replaceAll(/\\(['\\])/g, "$1")
    );
    for (const [name, { summary, arguments: members }] of commands) {
      if (name !== "") assert(words.includes(summary), script);
      for (const { help } of Object.values(members)) assert(words.includes(help), script);
    }
    // A condition and a help for each option and flag, and for the command with a name.
    const rules = script.split("complete -c healthcheck -n ").length - 1;
    assertEquals(words.length, 2 * rules);
  }));
});
