/** @module What the completion of a shell is written from. */

/** An argument to complete. */
export interface CompletedArgument {
  readonly kind: "option" | "flag" | "operand" | "program";
  readonly name: string;
  /** What it is for. */
  readonly help: string;
  /** What the value of an option stands for. */
  readonly value?: string;
  /** The values that it can have, if there are few. */
  readonly choices?: readonly string[];
}

/** A command to complete. */
export interface CompletedCommand {
  readonly summary: string;
  readonly arguments: readonly CompletedArgument[];
}

/** The commands by name; that of the command without a name is empty. */
export type CompletedCommands = ReadonlyMap<string, CompletedCommand>;

/** Writes the script of a shell. */
export type WriteScript = (commands: CompletedCommands) => string;

/** How a value is completed: as a path, as one of some words, or not at all. */
export type Completion = "file" | "folder" | readonly string[] | undefined;

/** An argument by name without a value. */
export interface CompletedFlag {
  readonly name: string;
  /** Its short form without the dash, if it has one. */
  readonly short?: string;
  /** What it is for. */
  readonly help: string;
}

/** What every command takes besides its own arguments. */
const COMMON_FLAGS: readonly CompletedFlag[] = [
  { name: "help", short: "h", help: "print the help and exit" },
  { name: "version", short: "V", help: "print the version and exit" },
];

/** The names of the commands that have one. */
export function namesOf(commands: CompletedCommands): string[] {
  return [...commands.keys()].filter((name) => name !== "");
}

/** The options of a command that take a value; all but the flags do. */
export function optionsOf(command: CompletedCommand): CompletedArgument[] {
  return command.arguments.filter(({ kind }) => kind === "option");
}

/** The flags of a command, its own first. */
export function flagsOf(command: CompletedCommand): CompletedFlag[] {
  return [...command.arguments.filter(({ kind }) => kind === "flag"), ...COMMON_FLAGS];
}

/** How the operands of a command are completed. `undefined`: nobody can guess a port or an endpoint. */
export function operandCompletion(command: CompletedCommand): Completion {
  const operands = command.arguments.filter(({ kind }) => kind === "operand");
  return operands.map(completionOf).find((completion) => completion !== undefined);
}

/** The names of the commands that run a program, which follows `--`. */
export function runnersOf(commands: CompletedCommands): string[] {
  return [...commands].filter(([, command]) => command.arguments.some(isProgram)).map(([name]) =>
    name
  );
}

function isProgram({ kind }: CompletedArgument): boolean {
  return kind === "program";
}

/** How the value of an argument is completed. */
export function completionOf({ name, value = name, choices }: CompletedArgument): Completion {
  if (choices !== undefined) return choices;
  return value === "FILE" ? "file" : value === "DIR" ? "folder" : undefined;
}
