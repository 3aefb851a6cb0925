import { parseArgs } from "@std/cli/parse-args";

/** The number of an option. */
export interface NumberOption {
  readonly default: number;
  /** The least, if it must be whole; otherwise it must be above 0. */
  readonly from?: number;
}

/** What a whole number must not exceed. */
const MAX = 2 ** 31 - 1;

/** The option of a seed, drawn if it is not given. */
export const SEED: NumberOption = { default: Math.floor(Math.random() * 2 ** 31), from: 0 };

/**
 * Parses arguments whose options are numbers.
 *
 * @returns The numbers by name, and the other arguments.
 * @throws {RangeError} An option is unknown, or its number does not suit.
 */
export function parseNumbers<Name extends string>(
  words: readonly string[],
  options: Readonly<Record<Name, NumberOption>>,
): { readonly numbers: Readonly<Record<Name, number>>; readonly paths: readonly string[] } {
  const names = Object.keys(options) as Name[];
  // parseArgs takes a number below 0 for an option.
  const joined = ["", ...words].join("\0").replaceAll(/(\0--\w+)\0(?=-\d)/g, "$1=");
  const given = parseArgs(joined.split("\0").slice(1), {
    string: ["_", ...names],
    unknown: (argument, key) => {
      if (key === undefined) return true;
      const known = names.map((name) => `--${name}`).join(" or ");
      throw new RangeError(`an option must be ${known}, got ${argument}`);
    },
  });
  const numbers = names.map((name) => {
    const { from, default: value } = options[name];
    const text = String(given[name] ?? value);
    const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    const whole = from !== undefined;
    if (whole ? number % 1 === 0 && number >= from && number <= MAX : number > 0) {
      return [name, number];
    }
    const must = whole ? `whole number from ${from} to ${MAX}` : "number above 0";
    throw new RangeError(`--${name} must be a ${must}, got ${text || "nothing"}`);
  });
  return { numbers: Object.fromEntries(numbers), paths: given._.map(String) };
}

/**
 * Reads the arguments of this program with {@linkcode parseNumbers}. `--help` prints the usage and exits
 * with 0; what is wrong is one line on standard error and the status 2.
 *
 * @param usage What the program does, such as `soak`, and its command line.
 * @param check Throws a `RangeError` if the other arguments do not suit; without it, there are none.
 */
export function readArguments<Name extends string>(
  { does, line }: { readonly does: string; readonly line: string },
  options: Readonly<Record<Name, NumberOption>>,
  check: (paths: readonly string[]) => void = ([first]) => {
    if (first !== undefined) throw new RangeError(`every argument must be an option, got ${first}`);
  },
): ReturnType<typeof parseNumbers<Name>> {
  if (Deno.args.includes("--help")) {
    // deno-lint-ignore no-console
    console.log(`Usage: ${line}`);
    Deno.exit(0);
  }
  try {
    const found = parseNumbers(Deno.args, options);
    check(found.paths);
    return found;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // deno-lint-ignore no-console
    console.error(`cannot ${does}: ${error.message}`);
    Deno.exit(2);
  }
}
