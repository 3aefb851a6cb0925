/** @module The errors for arguments that no table has. Each says what was probably meant. */
import type { Command } from "../commands/command.ts";
import { looksLikeAddress } from "../endpoint/bare_address.ts";
import { ArgumentError, type Hint } from "../process/argument_error.ts";
import { nearMiss } from "../process/text/near_miss.ts";
import { HIDDEN, mayBreakOff, startsUrl } from "../process/text/redact.ts";
import { COMMANDS, SERVE, TOPICS } from "./commands.ts";
import { exampleOf } from "./usage.ts";

/** The dashes before the name of an option. */
const DASHES = /^-{1,2}/;
/** The places of operands. */
const ORDINALS = ["first", "second", "third"] as const;

/**
 * Returns the error for an unknown option. It shows no value: that may be a secret. A value may follow
 * `=`, `:` or a space, as in `--header:Authorization: abc`, or the letter of a short option, as in
 * `-uadmin:abc` of curl and `-pabc` of mysql.
 */
export function unknownOption(argument: string, command: Command): ArgumentError {
  const { name = "", long, letter = "" } = /^(?<name>-(?<long>-)?(?<letter>\w)[\w-]*)/
    .exec(argument)?.groups ?? {};
  const meant = meantOption(name, command);
  const rest = argument.slice(name.length);
  const isWhole = rest === "" || /^[=:\s]/.test(rest);
  // A word behind one dash is a name where it is nearly one of ours: `-help`.
  const isName = isWhole && (long !== undefined || name.length === 2 || meant !== undefined);
  const shown = isName
    ? name
    : letter !== "" && long === undefined
    ? `-${letter}${HIDDEN}`
    : HIDDEN;
  return new ArgumentError(
    "use an option",
    `it must be one that ${command.name} has`,
    shown,
    isName ? meant : undefined,
  );
}

/** An option that was probably meant, or the place of the operand that was: `--port 8081`. */
function meantOption(shown: string, command: Command): string | Hint | undefined {
  if (shown === "-H" || shown === "-v") return shown === "-H" ? "-h" : "-V";
  const meant = new Map<string, string | Hint>([["help", "--help"], ["version", "--version"]]);
  const members = Object.values(command.arguments);
  const operands = members.filter(({ kind }) => kind === "operand" || kind === "program");
  for (const [index, { name }] of operands.entries()) {
    const place = ORDINALS[index] ?? "a later";
    const hint = `${name} is the ${place} argument: ${exampleOf(command)}`;
    meant.set(name.toLowerCase(), { hint });
  }
  for (const argument of members) {
    if (argument.kind !== "option" && argument.kind !== "flag") continue;
    const mistakes = argument.kind === "option" ? argument.mistakenFor ?? [] : [];
    for (const name of [argument.name, ...mistakes]) meant.set(name, `--${argument.name}`);
  }
  const given = shown.replace(DASHES, "");
  return meant.get(given) ?? meant.get(nearMiss(given, meant.keys()) ?? "");
}

/** Returns the error for an unknown command. */
export function unknownCommand(text: string): ArgumentError {
  const name = nearCommand(text);
  const command = COMMANDS.get(name ?? "");
  const topic = name !== undefined && Object.hasOwn(TOPICS, name) ? ` ${name}` : "";
  const meant = command === undefined ? name && `healthcheck help${topic}` : command.name;
  const must = COMMANDS.has(text)
    ? "it must be the first argument"
    : "it must be one that healthcheck help lists";
  return new ArgumentError("use a command", must, text, meant);
}

function nearCommand(text: string): string | undefined {
  return nearMiss(text, [...COMMANDS.keys(), "help", ...Object.keys(TOPICS)]);
}

/**
 * Rejects an operand that was probably meant to be a command, or the program that the command runs.
 *
 * @param before The operands before it.
 * @param needsProgram Whether the command runs a program, and there is no `--` before one.
 * @throws {ArgumentError} if it is the first of `serve` and nearly the name of a command, or stands among
 * the endpoints and does not look like one.
 */
export function rejectMisplaced(
  operand: string,
  before: readonly string[],
  command: Command,
  needsProgram: boolean,
): void {
  if (before.length === 0) {
    if (command === SERVE && nearCommand(operand) !== undefined) throw unknownCommand(operand);
    return;
  }
  if (!needsProgram || operand === "" || startsUrl(operand) || looksLikeAddress(operand)) return;
  const must = "it must be a program to run, after --";
  const shown = before.some(mayBreakOff) ? HIDDEN : operand;
  throw new ArgumentError("use COMMAND", must, shown, { hint: `such as ${exampleOf(command)}` });
}
