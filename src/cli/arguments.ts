/** @module Reads the arguments of the program. */
import { parseArgs } from "@std/cli/parse-args";
import { ArgumentError } from "../process/argument_error.ts";
import { VERSION } from "../process/version.ts";
import type { EarlierOperands, Operand, Option } from "./argument.ts";
import type { Command } from "./command.ts";
import { COMMANDS, SERVE } from "./commands.ts";
import { rejectNearCommand, rejectProgram, unknownCommand, unknownOption } from "./misuse.ts";

/** What the arguments ask for: a text to print before exiting with a status, or a command to run. */
export type Invocation =
  | { readonly text: string; readonly status: 0 | 2 }
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
  const [name] = args;
  if (name === undefined) {
    const { renderUsage } = await import("./usage.ts");
    return { text: renderUsage(), status: 2 };
  }
  if (name === "help") return await helpOn(args.slice(1));
  const named = COMMANDS.get(name);
  const command = named ?? SERVE;
  const members = Object.values(command.arguments);
  const options = members.filter((argument) => argument.kind === "option");
  const flags = members.filter(({ kind }) => kind === "flag").map(({ name }) => name);
  const runs = members.some(({ kind }) => kind === "program");
  const end = runs ? args.indexOf("--") : -1;
  rejectMisread(end < 0 ? args : args.slice(0, end), { command, flags });
  const words = named === undefined ? args : args.slice(1);
  const parsed: Parsed = parseArgs(withJoinedValues(words, options), {
    string: ["_", ...options.map(({ name }) => name)],
    boolean: ["help", "version", ...flags],
    alias: { help: "h", version: "V" },
    collect: options.map(({ name }) => name),
    "--": runs,
    unknown: rejectUnknown(command, { programStarts: end >= 0 }),
  });
  if (parsed["help"] === true) return await helpOf(command);
  if (parsed["version"] === true) return { text: `healthcheck ${VERSION}\n`, status: 0 };
  return { command, settings: await readSettings(command, parsed) };
}

/** What `help [COMMAND]` prints. */
async function helpOn([name = "help", ...rest]: readonly string[]): Promise<Invocation> {
  const command = ["help", "-h", "--help"].includes(name) ? SERVE : COMMANDS.get(name);
  if (command === undefined) throw unknownCommand(name);
  if (rest.length > 0) throw new ArgumentError("use an argument", "it must be the last", rest[0]);
  return await helpOf(command);
}

async function helpOf(command: Command): Promise<Invocation> {
  const { renderHelp } = await import("./help.ts");
  return { text: await renderHelp(command), status: 0 };
}

/** Joins an empty value or a negative number to its option: `parseArgs` would not take it for the value. */
function withJoinedValues(words: readonly string[], options: readonly Option[]): string[] {
  const names = new Set(options.map(({ name }) => `--${name}`));
  const end = words.indexOf("--");
  const isJoined = (index: number): boolean =>
    /^$|^-[\d.I]/.test(words[index] ?? "-") && (end < 0 || index < end) &&
    names.has(words[index - 1] ?? "");
  return words.flatMap((word, index) => {
    if (isJoined(index)) return [];
    return isJoined(index + 1) ? `${word}=${words[index + 1]}` : word;
  });
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
    } else if (argument.kind === "flag") settings[key] = parsed[argument.name] === true;
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

/** Options of {@linkcode rejectMisread}. */
interface RejectMisreadOptions {
  /** The command that the arguments are of. */
  command: Command;
  /** The names of its flags. */
  flags: readonly string[];
}

/** Rejects what `parseArgs` lets pass: a value of a flag, and an option with its name for the operands. */
function rejectMisread(args: readonly string[], { command, flags }: RejectMisreadOptions): void {
  const names = ["help", "version", ...flags].join("|");
  const flag = new RegExp(`^(?:--(?:${names})|-[hV]+)(=|$)`);
  for (const [index, argument] of args.entries()) {
    const isFlag = flag.exec(argument);
    const value = isFlag?.[1] === "" ? args[index + 1] ?? "" : argument;
    if (isFlag !== null && (isFlag[1] === "=" || /^(?:true|false)$/.test(value))) {
      throw new ArgumentError("use an option", "it must have no value", argument);
    }
    if (/^--_(?:=|$)/.test(argument)) throw unknownOption(argument, command);
  }
}

/** Options of {@linkcode rejectUnknown}. */
interface RejectUnknownOptions {
  /** Whether `--` is there, which the program follows. */
  programStarts: boolean;
}

/**
 * Rejects unknown options, and operands that were meant to be a command or a program. A negative number
 * where an operand belongs gets that operand's message.
 */
function rejectUnknown(
  command: Command,
  { programStarts }: RejectUnknownOptions,
): (argument: string, key?: string) => boolean {
  const members = Object.values(command.arguments);
  const operands = members.filter((member): member is Operand => member.kind === "operand");
  const needsProgram = members.some(({ kind }) => kind === "program") && !programStarts;
  const before: string[] = [];
  return (argument, key) => {
    const operand = operands[before.length];
    if (key === undefined) {
      if (command === SERVE && before.length === 0) rejectNearCommand(argument);
      if (needsProgram && before.length > 0) rejectProgram(argument, before, command);
      before.push(argument);
      return true;
    }
    if (/^-[\d.I]/.test(argument) && operand !== undefined && !operand.many) {
      operand.read([argument], {});
    }
    throw unknownOption(argument, command);
  };
}
