/** @module Reads the arguments of the program. */
import { parseArgs } from "@std/cli/parse-args";
import type {
  Argument,
  Arguments,
  EarlierArguments,
  Option,
  SettingsOf,
} from "../commands/arguments/argument.ts";
import type { Command } from "../commands/command.ts";
import type { DrySettings } from "../commands/dry_run.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { VERSION } from "../process/version.ts";
import { COMMANDS, SERVE, TOPICS } from "./commands.ts";
import { terminalColumns } from "./layout.ts";
import { rejectMisplaced, unknownCommand, unknownOption } from "./misuse.ts";
import { renderUsage } from "./usage.ts";

/** What the arguments ask for: a text to print before exiting with a status, or a command to run. */
export type Invocation =
  | { readonly text: string; readonly status: 0 | 2 }
  | { readonly command: Command; readonly settings: SettingsOf<Arguments> };

/** The words of a command, by what they are. */
interface Words {
  /** The values of each option, and whether each flag is there. */
  readonly named: Readonly<Record<string, unknown>>;
  readonly operands: readonly string[];
  /** The program that the command runs, and its arguments. */
  readonly program: readonly string[];
}

/** A negative number. It begins as an option does. */
const NEGATIVE = /^-[\d.I]/;

/**
 * Reads the arguments of the program.
 *
 * @throws {ArgumentError} for the first that is wrong.
 * @example
 * ```ts
 * const args = ["check", "5", "http://localhost:8080/health"];
 * const invocation = await parseArguments(args); // { command: COMMANDS.get("check"), settings }
 * ```
 */
export async function parseArguments(args: readonly string[]): Promise<Invocation> {
  const [name] = args;
  if (name === undefined) return { text: renderUsage(), status: 2 };
  if (name === "help") return await helpOn(args.slice(1));
  const named = COMMANDS.get(name);
  const command = named ?? SERVE;
  const words = takeApart(named === undefined ? args : args.slice(1), command);
  if (words.named["help"] === true) return await helpOf(command);
  if (words.named["version"] === true) return { text: `healthcheck ${VERSION}\n`, status: 0 };
  const settings = await readSettings(command, words);
  if (!("dryRun" in settings) || settings["dryRun"] !== true) return { command, settings };
  const { renderDryRun } = await import("../commands/dry_run.ts");
  return { text: renderDryRun(command, settings as unknown as DrySettings), status: 0 };
}

/** What `help [COMMAND|TOPIC]` prints. */
async function helpOn([name = "help", ...rest]: readonly string[]): Promise<Invocation> {
  const command = name === "serve" ? SERVE : COMMANDS.get(name);
  const isTopic = Object.hasOwn(TOPICS, name);
  const isOverview = ["help", "-h", "--help"].includes(name);
  if (command === undefined && !isTopic && !isOverview) throw unknownCommand(name);
  const most = name === "endpoints" ? 1 : 0;
  if (rest.length > most) {
    throw new ArgumentError("use an argument", "it must be the last", rest[most]);
  }
  if (command !== undefined) return await helpOf(command);
  const columns = terminalColumns();
  if (isOverview) return { text: (await import("./help.ts")).renderOverview(columns), status: 0 };
  const { renderTopic } = await import("./topics.ts");
  return { text: await renderTopic(name as keyof typeof TOPICS, rest[0], columns), status: 0 };
}

async function helpOf(command: Command): Promise<Invocation> {
  const { renderHelp } = await import("./help.ts");
  return { text: renderHelp(command, terminalColumns()), status: 0 };
}

function takeApart(words: readonly string[], command: Command): Words {
  const members = Object.values(command.arguments);
  const namesOf = (wanted: Argument["kind"]): string[] =>
    members.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  const options = namesOf("option");
  const flags = ["help", "version", ...namesOf("flag")];
  const runs = namesOf("program").length > 0;
  const needsProgram = runs && !words.includes("--");
  const operands: string[] = [];
  const { "--": rest = [], ...named } = parseArgs(withJoinedValues(words, { options, flags }), {
    string: options,
    boolean: flags,
    alias: { help: "h", version: "V" },
    collect: options,
    "--": true,
    unknown: (word, option) => {
      if (option !== undefined) throw notAnOption(word, operands.length, command);
      rejectMisplaced(word, operands, command, needsProgram);
      operands.push(word);
      return false;
    },
  });
  return { named, operands: runs ? operands : [...operands, ...rest], program: rest };
}

/**
 * Joins each option to its value, so that `parseArgs` has nothing to guess: it takes neither an empty text
 * nor a negative number for one.
 *
 * @throws {ArgumentError} if a flag has a value, which `parseArgs` would take.
 */
function withJoinedValues(
  words: readonly string[],
  { options, flags }: { options: readonly string[]; flags: readonly string[] },
): string[] {
  const option = new RegExp(`^--(?:${options.join("|")})$`);
  const flag = new RegExp(`^(?:--(?:${flags.join("|")})|-[hV]+)(?==|$)`);
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === "--") return [...joined, ...words.slice(index)];
    const before = words[index - 1] ?? "";
    const flagWithValue = /^(?:true|false)$/.test(word) ? before : word.includes("=") ? word : "";
    if (flag.test(flagWithValue)) {
      const [name] = flagWithValue.split("=", 1);
      throw new ArgumentError("use an option", "it must have no value", name);
    }
    const isValue = option.test(before) && (!word.startsWith("-") || NEGATIVE.test(word));
    joined.push(isValue ? `${joined.pop()}=${word}` : word);
  }
  return joined;
}

/** A negative number where an operand belongs gets that operand's message. */
function notAnOption(word: string, position: number, command: Command): ArgumentError {
  const operand =
    Object.values(command.arguments).filter(({ kind }) => kind === "operand")[position];
  if (NEGATIVE.test(word) && operand?.kind === "operand" && !operand.many) operand.read([word], {});
  return unknownOption(word, command);
}

/** The options first and then the operands, so that a wrong option is named before a missing operand. */
async function readSettings(
  command: Command,
  { named, operands, program }: Words,
): Promise<SettingsOf<Arguments>> {
  const settings: Record<string, unknown> = {};
  const entries = Object.entries(command.arguments);
  for (const [key, argument] of entries) {
    const value = named[argument.name];
    if (argument.kind === "option") settings[key] = await readOption(argument, value as string[]);
    else if (argument.kind === "flag") settings[key] = value;
  }
  await command.checkOptions?.(settings);
  let left = operands;
  for (const [key, argument] of entries) {
    if (argument.kind === "program") settings[key] = argument.read(program);
    if (argument.kind !== "operand") continue;
    const texts = argument.many ? left : left.slice(0, 1);
    settings[key] = await argument.read(texts, settings as EarlierArguments);
    left = left.slice(texts.length);
  }
  if (left.length > 0) {
    const must = left === operands ? "there must be none" : "it must be the last";
    throw new ArgumentError("use an argument", must, left[0]);
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
