/** @module The text of `--help`, made from the tables. */
import type { Flag, Option } from "../commands/arguments/argument.ts";
import { ENDPOINTS } from "../commands/arguments/endpoints.ts";
import type { Command } from "../commands/command.ts";
import { DOCUMENTATION } from "../process/version.ts";
import { COMMANDS, HELP, SERVE, TOPICS } from "./commands.ts";
import { type Row, table, wrap } from "./layout.ts";
import { usage } from "./usage.ts";

/** Writes the help of a command in rows of so many columns. */
export function renderHelp(command: Command, columns: number): string {
  const members = Object.values(command.arguments);
  const operands = members.filter(({ kind }) => kind === "operand" || kind === "program");
  const inherits = command !== SERVE && "port" in command.arguments;
  const served = Object.values(SERVE.arguments).map(({ name }): string => name);
  const options = members.filter((argument): argument is Option | Flag =>
    (argument.kind === "option" || argument.kind === "flag") &&
    !(inherits && served.includes(argument.name))
  );
  const rows: Row[] = [
    ...options.map(optionRow),
    ["-h, --help", "print this and exit"],
    ["-V, --version", "print the version and exit"],
  ];
  const [first = "", ...rest] = command.summary;
  return join([
    ...wrap(`Usage: ${usage(command)}`, columns, "       "),
    ...wrap(`${first.toUpperCase()}${rest.join("")}.`, columns),
    "",
    ...operands.length > 0
      ? [...table(operands.map(({ name, help }) => [name, help]), columns), ""]
      : [],
    "Options:",
    ...table(rows, columns),
    ...inherits ? wrap("  and those of healthcheck help serve", columns, "  ") : [],
    "",
    "Examples:",
    ...command.examples.flatMap((example) => wrap(`  ${example}`, columns, "    ", " \\")),
    "",
    ...wrap(`Exit status: ${command.exitStatus}, 2 a wrong argument`, columns, "  "),
    ...wrap(`More: ${moreOf(command).join(", ")}`, columns, "  "),
    ...wrap(DOCUMENTATION, columns),
  ]);
}

/** Writes which commands and topics there are. */
export function renderOverview(columns: number): string {
  const commands: Row[] = [["serve", SERVE.summary]];
  for (const [name, { summary }] of COMMANDS) commands.push([name, summary]);
  return join([
    ...wrap(`Usage: ${HELP.usage}`, columns, "       "),
    "",
    ...wrap("Commands (serve is the one without a name):", columns),
    ...table(commands, columns),
    "",
    "Topics:",
    ...table(Object.entries(TOPICS), columns),
    "",
    ...wrap(DOCUMENTATION, columns),
  ]);
}

/** Joins rows to a text. */
export function join(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join("");
}

function optionRow(argument: Option | Flag): Row {
  if (argument.kind === "flag") return [`--${argument.name}`, argument.help];
  const { name, value, help, shownDefault } = argument;
  const suffix = shownDefault === undefined ? "" : ` (default ${shownDefault})`;
  return [`--${name} ${value}`, help + suffix];
}

/** Where the rest is. */
function moreOf(command: Command): string[] {
  const names = Object.values(command.arguments).map(({ name }) => name);
  const topics = [
    ...names.includes(ENDPOINTS.name) ? ["endpoints", "durations"] : [],
    ...command.routes === undefined ? [] : ["routes"],
    ...command.variables === undefined ? [] : ["variables"],
  ];
  const commands = command === SERVE ? [...COMMANDS.keys()] : [];
  return ["healthcheck help", ...[...topics, ...commands].map((name) => `help ${name}`)];
}
