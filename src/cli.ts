import { parseArgs } from "@std/cli/parse-args";
import { ArgumentError } from "./argument_error.ts";
import { type Command, SERVE } from "./commands/mod.ts";
import { parseEndpoints } from "./endpoint.ts";
import { DEFAULTS, OPTIONS, parsePort, parseTimeout, type Settings } from "./settings.ts";
import { VERSION } from "./version.ts";

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
  const command = SERVE;
  const parsed = parseArgs(args, {
    string: ["_", ...command.options],
    boolean: ["help", "version"],
    collect: command.options,
    unknown: rejectUnknown(),
  });
  if (parsed["help"] === true) {
    const { renderHelp } = await import("./help.ts");
    return { text: renderHelp(command) };
  }
  if (parsed["version"] === true) return { text: `healthcheck ${VERSION}\n` };

  const settings = { ...DEFAULTS };
  for (const name of command.options) {
    const values = parsed[name] as string[];
    if (values.length > 1) {
      throw new ArgumentError(`use --${name}`, "it must be given once", values[1]);
    }
    for (const value of values) await OPTIONS.get(name)?.read(value, settings);
  }
  const [port, timeout, ...endpoints] = parsed._;
  settings.port = parsePort(port);
  settings.timeout = parseTimeout(timeout);
  if (endpoints.length === 0) throw new ArgumentError("use ENDPOINT", "it must be a URL");
  settings.endpoints = await parseEndpoints(endpoints, settings.timeout);
  return { command, settings };
}

/** Tells a negative number among the operands from an option that does not exist. */
function rejectUnknown(): (argument: string, key?: string) => boolean {
  let operands = 0;
  return (argument, key) => {
    if (key === undefined) {
      operands++;
      return true;
    }
    if (/^-[\d.I]/.test(argument)) {
      if (operands === 0) parsePort(argument);
      if (operands === 1) parseTimeout(argument);
    }
    const option = argument.replace(/=.*$/s, "");
    throw new ArgumentError("use an option", "it must be one that --help lists", option);
  };
}
