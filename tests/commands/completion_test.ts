import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS, SERVE } from "../../src/cli/commands.ts";
import { inFolder } from "../support/folder.ts";
import { Program } from "../support/program.ts";
import { hasTool } from "../support/tool.ts";

const HAS_BASH = await hasTool("bash");

async function scriptOf(shell: string): Promise<string> {
  await using program = new Program(["completion", shell], { denoFlags: [] });
  const { code, out, err } = await program.end();
  assertEquals([code, err], [0, ""]);
  return out.join("\n");
}

/** What bash completes the last of the words to. */
async function complete(
  script: string,
  folder: string,
  words: readonly string[],
): Promise<string[]> {
  const code = `${script}
COMP_WORDS=(healthcheck "$@")
COMP_CWORD=$#
_healthcheck
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["--norc", "-c", code, "bash", ...words],
    cwd: folder,
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).trim().split("\n").sort();
}

Deno.test({
  name: "completion completes words, values and paths when bash asks",
  ignore: !HAS_BASH,
  fn: async () => {
    const script = await scriptOf("bash");
    await inFolder(async (folder) => {
      await Deno.mkdir(`${folder}/a folder`);
      await Deno.writeTextFile(`${folder}/a file`, "");
      for (
        const [words, expected] of [
          [["c"], ["check", "completion"]],
          [["wa"], ["wait", "watch"]],
          [["--h"], ["--help", "--host"]],
          [["check", "--f"], ["--format"]],
          [["check", "--for"], ["--format"]],
          [["wait", "--f"], ["--for"]],
          [["check", "--format", ""], ["health+json", "json", "text"]],
          [["check", "--format", "j"], ["json"]],
          [["check", "--format", "="], ["health+json", "json", "text"]],
          [["check", "--format", "=", "t"], ["text"]],
          [["--log-level", "w"], ["warn"]],
          [["run", "--timeout-fatal", "="], ["false", "true"]],
          [["--ca-file", "a"], ["a file", "a folder"]],
          [["watch", "--history", "a f"], ["a file", "a folder"]],
          [["history", "a fi"], ["a file"]],
          [["install", "a"], ["a folder"]],
          [["completion", ""], ["bash", "fish", "zsh"]],
          [["help", "r"], ["routes", "run"]],
          [["wait", "--every", "a"], [""]],
          [["check", "5", "a"], [""]],
          [["8081", "c"], [""]],
          [["run", "5", "a"], [""]],
          [["run", "5", "http://a/", "--", "bas"], undefined],
          [["run", "5", "http://a/", "--", "cat", "a fi"], ["a file"]],
          [["run", "5", "http://a/", "--", "cat", "--f"], [""]],
        ] as readonly (readonly [readonly string[], readonly string[] | undefined])[]
      ) {
        const found = await complete(script, folder, words);
        if (expected === undefined) assert(found.includes("bash"), found.join());
        else assertEquals(found, [...expected], words.join(" "));
      }
    });
  },
});

Deno.test("completion has the values of every option that has a few", () => {
  for (const { arguments: members } of [SERVE, ...COMMANDS.values()]) {
    for (const argument of Object.values(members)) {
      if (argument.kind !== "option" || !argument.value.includes("|")) continue;
      assertEquals(argument.choices?.join("|"), argument.value, argument.name);
    }
  }
});

for (const shell of ["bash", "zsh", "fish"]) {
  Deno.test(`completion names every command and option when the shell is ${shell}`, async () => {
    const script = await scriptOf(shell);
    for (const name of COMMANDS.keys()) assertStringIncludes(script, name);
    for (const { arguments: members } of [SERVE, ...COMMANDS.values()]) {
      for (const { kind, name } of Object.values(members)) {
        if (kind === "option") {
          assertStringIncludes(script, shell === "fish" ? `-l ${name} ` : `--${name}`);
        }
      }
    }
  });
}

Deno.test("completion exits 2 when the shell is missing or another", async () => {
  for (const args of [["completion"], ["completion", "tcsh"]]) {
    await using program = new Program(args);
    const { code, err } = await program.end();
    assertEquals(code, 2);
    assertStringIncludes(err, "cannot use SHELL: it must be bash or zsh or fish, got ");
  }
});
