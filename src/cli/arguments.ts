import { parseArgs } from "@std/cli/parse-args";
import { ArgumentError } from "../process/argument_error.ts";
import { type Command, COMMANDS, SERVE } from "./commands.ts";
import { OPERANDS } from "./operands.ts";
import { OPTIONS } from "./options.ts";
import { DEFAULTS, type Settings } from "./settings.ts";
import { VERSION } from "../process/version.ts";

/** What the arguments ask for: a text to print, or a command to run. */
export type Invocation =
  | { readonly text: string }
  | { readonly command: Command; readonly settings: Settings };

/**
 * Reads the program's arguments. What only some of them need is loaded here.
 *
 * @throws {ArgumentError} for the first that is wrong.
 */
export async function parseArguments(args: readonly string[]): Promise<Invocation> {
  const named = COMMANDS.get(args[0] ?? "");
  const command = named ?? SERVE;
  const { operands, runs = false } = command;
  const options = new Map(command.options.flatMap((key) => {
    const option = OPTIONS.get(key);
    return option === undefined ? [] : [[option.flag ?? key, option] as const];
  }));
  const parsed = parseArgs(named === undefined ? args : args.slice(1), {
    string: ["_", ...options.keys()],
    boolean: ["help", "version"],
    collect: [...options.keys()],
    "--": runs,
    unknown: rejectUnknown(command),
  });
  const flag = args.slice(0, runs ? args.indexOf("--") : undefined).find((argument) =>
    /^--(?:help|version)=/.test(argument)
  );
  if (flag !== undefined) throw new ArgumentError("use an option", "it must have no value", flag);
  if (parsed["help"] === true) {
    const { renderHelp } = await import("./help.ts");
    return { text: renderHelp(command) };
  }
  if (parsed["version"] === true) return { text: `healthcheck ${VERSION}\n` };

  const settings = { ...DEFAULTS, ...command.defaults };
  for (const [name, option] of options) {
    const values = parsed[name] as string[];
    if (values.length > 1 && !option.repeats) {
      throw new ArgumentError(`use --${name}`, "it must be given once", values[1]);
    }
    for (const value of values) await option.read(value, settings);
  }
  let left = parsed._;
  for (const name of operands) {
    const { many, read } = OPERANDS[name];
    await read(many ? left : left.slice(0, 1), settings);
    left = many ? [] : left.slice(1);
  }
  if (left.length > 0) throw new ArgumentError("use an argument", "it must be the last", left[0]);
  settings.command = parsed["--"] ?? [];
  if (runs && !settings.command[0]) {
    throw new ArgumentError(
      "use COMMAND",
      "it must be a program to run, after --",
      settings.command[0],
    );
  }
  return { command, settings };
}

/** Tells a negative number among the operands from an option that does not exist. */
function rejectUnknown({ operands }: Command): (argument: string, key?: string) => boolean {
  let position = 0;
  return (argument, key) => {
    if (key === undefined) {
      position++;
      return true;
    }
    const operand = operands[position];
    if (/^-[\d.I]/.test(argument) && operand !== undefined) {
      OPERANDS[operand].read([argument], { ...DEFAULTS });
    }
    const option = argument.replace(/=.*$/s, "");
    throw new ArgumentError("use an option", "it must be one that --help lists", option);
  };
}
