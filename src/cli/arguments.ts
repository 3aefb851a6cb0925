/** @module Reads the arguments of the program. */
import { parseArgs } from "@std/cli/parse-args";
import { ArgumentError } from "../process/argument_error.ts";
import { HIDDEN } from "../process/redact.ts";
import { VERSION } from "../process/version.ts";
import type { Argument, EarlierOperands, Operand, Option } from "./argument.ts";
import { type Command, COMMANDS, SERVE } from "./commands.ts";

/** What the arguments ask for: a text to print, or a command to run. */
export type Invocation =
  | { readonly text: string }
  | { readonly command: Command; readonly settings: unknown };

/** What `parseArgs` returns: options by name, operands, and what follows `--`. */
interface Parsed {
  readonly _: readonly (string | number)[];
  readonly "--"?: readonly string[];
  readonly [name: string]: unknown;
}

/**
 * Reads the arguments of the program.
 *
 * @throws {ArgumentError} for the first that is wrong.
 */
export async function parseArguments(args: readonly string[]): Promise<Invocation> {
  const named = COMMANDS.get(args[0] ?? "");
  const command = named ?? SERVE;
  const members = Object.values(command.arguments);
  const options = members.filter((argument) => argument.kind === "option");
  const runs = members.some(({ kind }) => kind === "program");
  const end = runs ? args.indexOf("--") : -1;
  rejectMisread(end < 0 ? args : args.slice(0, end));
  const parsed: Parsed = parseArgs(named === undefined ? args : args.slice(1), {
    string: ["_", ...options.map(({ name }) => name)],
    boolean: ["help", "version"],
    collect: options.map(({ name }) => name),
    "--": runs,
    unknown: rejectUnknown(members),
  });
  if (parsed["help"] === true) {
    const { renderHelp } = await import("./help.ts");
    return { text: await renderHelp(command) };
  }
  if (parsed["version"] === true) return { text: `healthcheck ${VERSION}\n` };
  return { command, settings: await readSettings(command, parsed) };
}

/** The options first and then the operands, so that a wrong option is named before a missing operand. */
async function readSettings(
  command: Command,
  parsed: Parsed,
): Promise<Readonly<Record<string, unknown>>> {
  const settings: Record<string, unknown> = {};
  const entries = Object.entries(command.arguments);
  for (const [key, argument] of entries) {
    if (argument.kind === "option") {
      settings[key] = await readOption(argument, parsed[argument.name] as string[]);
    }
  }
  await command.checkOptions?.(settings);
  let left = parsed._.map(String);
  for (const [key, argument] of entries) {
    if (argument.kind !== "operand") continue;
    const texts = argument.many ? left : left.slice(0, 1);
    settings[key] = await argument.read(texts, settings as EarlierOperands);
    left = left.slice(texts.length);
  }
  if (left.length > 0) throw new ArgumentError("use an argument", "it must be the last", left[0]);
  for (const [key, argument] of entries) {
    if (argument.kind === "program") settings[key] = argument.read(parsed["--"] ?? []);
  }
  return settings;
}

async function readOption(option: Option, values: readonly string[]): Promise<unknown> {
  if (values.length > 1 && !option.repeats) {
    throw new ArgumentError(`use --${option.name}`, "it must be given once", values[1]);
  }
  let result = option.default;
  for (const value of values) result = await option.read(value, result);
  return result;
}

/** Rejects what `parseArgs` lets pass: a value of a flag, and an option with its name for the operands. */
function rejectMisread(args: readonly string[]): void {
  for (const argument of args) {
    if (/^--(?:help|version)=/.test(argument)) {
      throw new ArgumentError("use an option", "it must have no value", argument);
    }
    if (/^--_(?:=|$)/.test(argument)) throw unknownOption(argument);
  }
}

/** Rejects unknown options. A negative number where an operand belongs gets that operand's message. */
function rejectUnknown(members: readonly Argument[]): (argument: string, key?: string) => boolean {
  const operands = members.filter((member): member is Operand => member.kind === "operand");
  let position = 0;
  return (argument, key) => {
    if (key === undefined) {
      position++;
      return true;
    }
    const operand = operands[position];
    if (/^-[\d.I]/.test(argument) && operand !== undefined && !operand.many) {
      operand.read([argument], {});
    }
    throw unknownOption(argument);
  };
}

/** The error shows no value. What precedes the `=` may be a part of a secret too if it is no name. */
function unknownOption(argument: string): ArgumentError {
  const [name = ""] = argument.split("=", 1);
  const shown = name === argument || /^-[\w-]+$/.test(name) ? name : HIDDEN;
  return new ArgumentError("use an option", "it must be one that --help lists", shown);
}
