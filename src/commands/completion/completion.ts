/** @module The command `completion`. */
import { print } from "../../process/output/print.ts";
import type { CompletionSettings } from "./arguments.ts";
import type { CompletedCommands } from "./table.ts";

const SCRIPTS = {
  bash: () => import("./bash.ts"),
  zsh: () => import("./zsh.ts"),
  fish: () => import("./fish.ts"),
};

/** Prints the completion of a shell. The exit status is 1 if it cannot be printed. */
export async function run(
  { shell }: CompletionSettings,
  commands: CompletedCommands,
): Promise<number> {
  const { writeScript } = await SCRIPTS[shell]();
  return print(Deno.stdout, writeScript(commands)) ? 0 : 1;
}
