/** @module The errors for arguments that no table has. Each says what was probably meant. */
import type { Command } from "../commands/command.ts";
import { looksLikeAddress } from "../endpoint/bare_address.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { nearMiss } from "../process/text/near_miss.ts";
import { HIDDEN, mayBreakOff, startsUrl } from "../process/text/redact.ts";
import { COMMANDS, HELP, SERVE } from "./commands.ts";
import { usage } from "./usage.ts";

/** The dashes before the name of an option. */
const DASHES = /^-{1,2}/;

/**
 * Returns the error for an unknown option. It shows no value, and no text before a `=` that is not the name
 * of an option: either may be a secret.
 */
export function unknownOption(argument: string, command: Command): ArgumentError {
  const [name = ""] = argument.split("=", 1);
  const shown = name === argument || /^-[\w-]+$/.test(name) ? name : HIDDEN;
  return new ArgumentError(
    "use an option",
    "it must be one that --help lists",
    shown,
    meantOption(shown, command),
  );
}

/** An option that was probably meant, or the usage if it is an operand: `--port 8081`. */
function meantOption(shown: string, command: Command): string | undefined {
  if (shown === "-H" || shown === "-v") return shown === "-H" ? "-h" : "-V";
  const meant = new Map([["help", "--help"], ["version", "--version"]]);
  for (const { kind, name } of Object.values(command.arguments)) {
    if (kind === "option" || kind === "flag") meant.set(name, `--${name}`);
    else meant.set(name.toLowerCase(), usage(command));
  }
  return meant.get(nearMiss(shown.replace(DASHES, ""), meant.keys()) ?? "");
}

/** Returns the error for an unknown command. */
export function unknownCommand(text: string): ArgumentError {
  const name = nearCommand(text);
  const command = COMMANDS.get(name ?? "");
  const meant = command === undefined ? name && HELP.usage : usage(command);
  const must = COMMANDS.has(text)
    ? "it must be the first argument"
    : "it must be one that --help lists";
  return new ArgumentError("use a command", must, text, meant);
}

function nearCommand(text: string): string | undefined {
  return nearMiss(text, [...COMMANDS.keys(), "help"]);
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
  throw new ArgumentError("use COMMAND", must, shown, usage(command));
}
