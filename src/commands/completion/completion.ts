/** @module The command `completion`. */
import { print } from "../../process/print.ts";
import type { CompletedCommands, WriteScript } from "./table.ts";
import type { CompletionSettings } from "./arguments.ts";

const SCRIPTS: Readonly<
  Record<CompletionSettings["shell"], () => Promise<{ writeScript: WriteScript }>>
> = {
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
