import type { Command } from "./commands/mod.ts";
import { ENDPOINT_OPTIONS } from "./endpoint_options.ts";
import { KINDS } from "./probes/mod.ts";
import { OPTIONS } from "./settings.ts";

/** The help, made from the tables of commands, options and kinds. */
export function renderHelp({ summary, operands, options }: Command): string {
  const optionRows = options.flatMap((name) => {
    const option = OPTIONS.get(name);
    return option === undefined ? [] : [[`--${name} ${option.value}`, option.help] as const];
  });
  return [
    `Usage: healthcheck [OPTIONS] ${operands.join(" ")}...`,
    `       ${summary}`,
    "",
    "PORT      the port to listen on, 0 for a free one",
    "TIMEOUT   the seconds that one check may take, decimals allowed",
    "ENDPOINT  what to check:",
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
    "Options:",
    ...table([
      ...optionRows,
      ["--help", "print this and exit"],
      ["--version", "print the version and exit"],
    ]),
    "",
    "Exit status: 0 fine, 1 failed, 2 an argument is wrong",
    "",
  ].join("\n");
}

/** Which kinds have a use for an option, where not all have. */
function kindsWith(option: string): string {
  const schemes = [...KINDS].filter(([, { options }]) => options.some((name) => name === option))
    .map(([scheme]) => scheme.slice(0, -1));
  return schemes.length === KINDS.size ? "" : `${schemes.join(", ")}: `;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
