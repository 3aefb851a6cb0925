/** @module The clauses of `case` commands that the scripts of bash and zsh have in common. */
import {
  commandNames,
  type CompletedCommands,
  type Completion,
  completionOf,
  operandCompletion,
  optionsOf,
} from "./table.ts";

/** How a shell writes a clause. */
export interface ClauseOptions {
  /** What begins a pattern. */
  open: "" | "(";
  /** Writes the commands that complete a value. */
  complete: (completion: Completion) => string;
}

/** Writes the clauses that complete the value of an option; the word is `COMMAND:--OPTION`. */
export function valueClauses(
  commands: CompletedCommands,
  { open, complete }: ClauseOptions,
): string {
  return [...commands].flatMap(([name, command]) =>
    optionsOf(command).map((option) =>
      `    ${open}${name}:--${option.name}) ${complete(completionOf(option))}return ;;`
    )
  ).join("\n");
}

/** Writes the clauses that complete the operands of a command; the word is its name. */
export function operandClauses(
  commands: CompletedCommands,
  { open, complete }: ClauseOptions,
): string {
  return commandNames(commands).map((name) => {
    const command = commands.get(name);
    return `    ${open}${name}) ${complete(command && operandCompletion(command))};;`;
  }).join("\n");
}
