/** @module The text of `--help`, made from the tables. */
import type { Option } from "../commands/arguments/argument.ts";
import { ENDPOINTS } from "../commands/arguments/endpoints.ts";
import type { Command } from "../commands/command.ts";
import { KINDS } from "../probes/kinds.ts";
import { COMMON_OPTIONS } from "../endpoint/options.ts";
import type { EndpointOption } from "../probes/kind.ts";
import { COMMANDS, HELP, SERVE } from "./commands.ts";
import { usage } from "./usage.ts";

/** A row of a table. */
type Row = readonly [left: string, right: string];

const EXIT_STATUS = "0 fine, 1 failed, 2 an argument is wrong";

/** Writes the help of a command. */
export async function renderHelp(command: Command): Promise<string> {
  const members = Object.values(command.arguments);
  const options = members.filter((argument) => argument.kind === "option");
  const flags = members.filter((argument) => argument.kind === "flag");
  const operands = members.filter(({ kind }) => kind !== "option" && kind !== "flag");
  return [
    `Usage: ${usage(command)}`,
    `       ${command.summary}`,
    "",
    ...(command === SERVE ? otherCommands() : []),
    ...(operands.length > 0 ? [...table(operands.map(({ name, help }) => [name, help])), ""] : []),
    ...(members.some((argument) => argument.name === ENDPOINTS.name) ? await endpoints() : []),
    "Options:",
    ...table([
      ...options.map(optionRow),
      ...flags.map(({ name, help }): Row => [`--${name}`, help]),
      ["-h, --help", "print this and exit"],
      ["-V, --version", "print the version and exit"],
    ]),
    "",
    ...section("Routes:", command.routes),
    ...section("Environment variables:", command.variables),
    `Exit status: ${command.exitStatus ?? EXIT_STATUS}`,
    "",
  ].join("\n");
}

function otherCommands(): string[] {
  const rows = [...COMMANDS.values()].map((command): Row => [usage(command), command.summary]);
  rows.push([HELP.usage, HELP.summary]);
  return ["Other commands, each with its own --help:", ...table(rows), ""];
}

function optionRow({ name, value, help, shownDefault }: Option): Row {
  const suffix = shownDefault === undefined ? "" : ` (default ${shownDefault})`;
  return [`--${name} ${value}`, help + suffix];
}

async function endpoints(): Promise<string[]> {
  const kinds = await Promise.all(
    [...KINDS].map(async ([scheme, load]) => {
      const kind = await load();
      return { scheme: scheme.slice(0, -1), kind, table: kind.options.table };
    }),
  );
  const schemes = new Map<string, string[]>();
  const own = new Map<string, EndpointOption>();
  for (const { scheme, table } of kinds) {
    for (const [name, option] of Object.entries(table)) {
      own.set(name, option);
      schemes.set(name, [...schemes.get(name) ?? [], scheme]);
    }
  }
  const rows = (options: Iterable<[string, Pick<EndpointOption, "value" | "help">]>): Row[] =>
    [...options].map(([name, { value, help }]) => {
      const kinds = schemes.get(name);
      return [
        value === undefined ? name : `${name}=${value}`,
        kinds === undefined ? help : `${kinds.join(", ")}: ${help}`,
      ];
    });
  return [
    "An ENDPOINT is ok when",
    ...table(kinds.map(({ kind: { shape, success } }) => [shape, success])),
    "",
    "Options of an ENDPOINT, in its fragment: http://host/path#name=app&timeout=1&optional",
    ...table([...rows(Object.entries(COMMON_OPTIONS)), ...rows(own)]),
    "",
  ];
}

function section(title: string, texts: Readonly<Record<string, string>> = {}): string[] {
  const rows = Object.entries(texts);
  return rows.length === 0 ? [] : [title, ...table(rows), ""];
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
