/** @module How the commands are called, made from the tables. */
import type { Command } from "./command.ts";
import { COMMANDS, SERVE } from "./commands.ts";

/** How the help of a command is called. */
export const HELP_USAGE = "healthcheck help [COMMAND]";

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

/** How all commands are called, for a call without arguments. */
export function renderUsage(): string {
  const [first, ...rest] = [SERVE, ...COMMANDS.values()].map(usage);
  return [
    `Usage: ${first}`,
    ...[...rest, HELP_USAGE].map((line) => `       ${line}`),
    "See healthcheck --help",
    "",
  ].join("\n");
}
