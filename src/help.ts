import type { Command } from "./commands/mod.ts";
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

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
