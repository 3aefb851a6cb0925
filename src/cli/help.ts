import { type Command, COMMANDS, SERVE } from "./commands.ts";
import { ENDPOINT_OPTIONS } from "../endpoint/options.ts";
import { OPERANDS } from "./operands.ts";
import { KINDS } from "../endpoint/kinds.ts";
import { OPTIONS } from "./options.ts";

type Row = readonly [string, string];

/** The help of a command, made from the tables of commands, operands, options and kinds. */
export function renderHelp(command: Command): string {
  const options = command.options.flatMap((name): Row[] => {
    const option = OPTIONS.get(name);
    return option === undefined ? [] : [[`--${option.flag ?? name} ${option.value}`, option.help]];
  });
  const operands = command.operands.map((name): Row => [name, OPERANDS[name].help]);
  return [
    `Usage: ${usage(command)}`,
    `       ${command.summary}`,
    "",
    ...(command === SERVE ? others() : []),
    ...table(command.runs ? [...operands, ["COMMAND", "the program to run"]] : operands),
    "",
    ...(command.operands.includes("ENDPOINT") ? endpoints() : []),
    "Options:",
    ...table([
      ...options,
      ["--help", "print this and exit"],
      ["--version", "print the version and exit"],
    ]),
    "",
    "Exit status: 0 fine, 1 failed, 2 an argument is wrong",
    "",
  ].join("\n");
}

function usage({ name, operands, runs }: Command): string {
  const words = operands.map((operand) => OPERANDS[operand].many ? `${operand}...` : operand);
  return [name, "[OPTIONS]", ...words, ...(runs ? ["-- COMMAND [ARG...]"] : [])].join(" ");
}

function others(): string[] {
  const rows = [...COMMANDS.values()].map((command): Row => [usage(command), command.summary]);
  return ["Other commands, each with its own --help:", ...table(rows), ""];
}

function endpoints(): string[] {
  return [
    "An ENDPOINT is ok when",
    ...table([...KINDS.values()].map(({ shape, success }) => [shape, success])),
    "",
    "Options of an ENDPOINT, in its fragment: http://host/path#name=app&timeout=1&optional",
    ...table(
      [...ENDPOINT_OPTIONS].map(([name, { value, help }]) => [
        value === undefined ? name : `${name}=${value}`,
        `${kindsWith(name)}${help}`,
      ]),
    ),
    "",
  ];
}

/** Which kinds have a use for an option, where not all have. */
function kindsWith(option: string): string {
  const schemes = [...KINDS].filter(([, { options }]) => options.some((name) => name === option))
    .map(([scheme]) => scheme.slice(0, -1));
  return schemes.length === KINDS.size ? "" : `${schemes.join(", ")}: `;
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
