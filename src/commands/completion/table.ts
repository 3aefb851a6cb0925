/** @module What the completion of a shell is written from. */
import type { Argument, Flag, Option } from "../arguments/argument.ts";

/** An argument to complete. */
export type CompletedArgument =
  & Pick<Argument, "kind" | "name" | "help">
  & Partial<Pick<Option, "value" | "choices">>;

/** A command to complete. */
export interface CompletedCommand {
  readonly summary: string;
  readonly arguments: Readonly<Record<string, CompletedArgument>>;
}

/** The commands by name; that of the command without a name is empty. */
export type CompletedCommands = ReadonlyMap<string, CompletedCommand>;

/** Writes the script of a shell. */
export type WriteScript = (commands: CompletedCommands) => string;

/** How a value is completed: as a path, as one of some words, or not at all. */
export type Completion = "file" | "folder" | readonly string[] | undefined;

/** An argument by name without a value. */
export interface CompletedFlag extends Pick<Flag, "name" | "help"> {
  /** Its short form without the dash, if it has one. */
  readonly short?: string;
}

/** What every command takes besides its own arguments. */
const COMMON_FLAGS: readonly CompletedFlag[] = [
  { name: "help", short: "h", help: "print the help and exit" },
  { name: "version", short: "V", help: "print the version and exit" },
];

/** The names of the commands that have one. */
export function commandNames(commands: CompletedCommands): string[] {
  return [...commands.keys()].filter((name) => name !== "");
}

/** The options of a command that take a value; all but the flags do. */
export function optionsOf(command: CompletedCommand): CompletedArgument[] {
  return argumentsOf(command, "option");
}

/** The flags of a command, its own first. */
export function flagsOf(command: CompletedCommand): CompletedFlag[] {
  return [...argumentsOf(command, "flag"), ...COMMON_FLAGS];
}

/** How the operands of a command are completed. `undefined`: nobody can guess a port or an endpoint. */
export function operandCompletion(command: CompletedCommand): Completion {
  const completions = argumentsOf(command, "operand").map(completionOf);
  return completions.find((completion) => completion !== undefined);
}

/** The names of the commands that run a program, which follows `--`. */
export function runnersOf(commands: CompletedCommands): string[] {
  return [...commands].filter(([, command]) => argumentsOf(command, "program").length > 0)
    .map(([name]) => name);
}

function argumentsOf(command: CompletedCommand, wanted: Argument["kind"]): CompletedArgument[] {
  return Object.values(command.arguments).filter(({ kind }) => kind === wanted);
}

/** How the value of an argument is completed. */
export function completionOf({ name, value = name, choices }: CompletedArgument): Completion {
  if (choices !== undefined) return choices;
  return value === "FILE" ? "file" : value === "DIR" ? "folder" : undefined;
}

/**
 * Writes the clauses of `case` in bash and zsh that complete the value of an option; the word is `COMMAND:--OPTION`.
 *
 * @param open What begins a pattern.
 * @param complete Writes the commands that complete a value.
 */
export function valueClauses(
  commands: CompletedCommands,
  open: "" | "(",
  complete: (completion: Completion) => string,
): string {
  return [...commands].flatMap(([name, command]) =>
    optionsOf(command).map((option) =>
      `    ${open}${name}:--${option.name}) ${complete(completionOf(option))}return ;;`
    )
  ).join("\n");
}

/** Writes the clauses that complete the operands of a command, likewise; the word is its name. */
export function operandClauses(
  commands: CompletedCommands,
  open: "" | "(",
  complete: (completion: Completion) => string,
): string {
  return commandNames(commands).map((name) => {
    const command = commands.get(name);
    return `    ${open}${name}) ${complete(command && operandCompletion(command))};;`;
  }).join("\n");
}
