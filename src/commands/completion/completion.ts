/** @module The command `completion`. */
import { print } from "../../process/output/print.ts";
import type { CompletionSettings } from "./arguments.ts";
import { writeScript as bash } from "./bash.ts";
import { writeScript as fish } from "./fish.ts";
import type { CompletedCommands } from "./table.ts";
import { writeScript as zsh } from "./zsh.ts";

const SCRIPTS = { bash, zsh, fish };

/** Prints the completion of a shell. The exit status is 1 if it cannot be printed. */
export function run({ shell }: CompletionSettings, commands: CompletedCommands): number {
  return print(Deno.stdout, SCRIPTS[shell](commands)) ? 0 : 1;
}
