/** @module How the commands are called, made from the tables. */
import type { Command } from "../commands/command.ts";
import { COMMANDS, HELP, SERVE } from "./commands.ts";

/** How a command is called, in one line. */
export function usage(command: Command): string {
  const members = Object.values(command.arguments);
  const words = members.flatMap((argument) => {
    if (argument.kind === "operand") return argument.many ? `${argument.name}...` : argument.name;
    return argument.kind === "program" ? `-- ${argument.name} [ARG...]` : [];
  });
  const options = members.some(({ kind }) => kind === "option") ? ["[OPTIONS]"] : [];
  return [command.name, ...options, ...words].join(" ");
}

/** An example of a call with all that a command needs. */
export function exampleOf(command: Command): string {
  const words = Object.values(command.arguments).flatMap((argument) => {
    if (argument.kind === "operand") return argument.example ?? argument.name;
    return argument.kind === "program" ? `-- ${argument.name}` : [];
  });
  return [command.name, ...words].join(" ");
}

/**
 * Which help explains the arguments of a call.
 *
 * @param topic The topic that explains the wrong one; leave it out if the help of the command does.
 */
export function helpFor([first = ""]: readonly string[], topic?: string): string {
  if (topic !== undefined) return `healthcheck help ${topic}`;
  if (first === "help") return "healthcheck help";
  return `${(COMMANDS.get(first) ?? SERVE).name} --help`;
}

/** How all commands are called, for a call without arguments. */
export function renderUsage(): string {
  const [first, ...rest] = [SERVE, ...COMMANDS.values()].map(usage);
  return [
    `Usage: ${first}`,
    ...[...rest, HELP.usage].map((line) => `       ${line}`),
    "See healthcheck --help",
    "",
  ].join("\n");
}
