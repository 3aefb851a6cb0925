/** @module What the values of options have in common. */
import { isAbsolutePath } from "../probes/header_options.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { DURATION, type DurationUnit, parseDuration, type Seconds } from "../process/duration.ts";
import { HIDDEN } from "../process/redact.ts";
import type { Option } from "./argument.ts";

/** Options of {@linkcode choice}. */
export interface ChoiceOptions<T extends string> {
  /** The values that it can have. */
  choices: readonly T[];
  /** What it is for, for the help. */
  help: string;
  /** The value if the option is absent. */
  byDefault: T;
}

/** Returns an option that has one of a few values. */
export function choice<T extends string>(
  name: string,
  { choices, help, byDefault }: ChoiceOptions<T>,
): Option<T> {
  return {
    kind: "option",
    name,
    value: choices.join("|"),
    choices,
    help,
    default: byDefault,
    shownDefault: byDefault,
    read: (text) => {
      const chosen = choices.find((choice) => choice === text);
      if (chosen === undefined) throw wrong(name, choices.join(" or "), text);
      return chosen;
    },
  };
}

/** The duration that an option was given, where a number without a unit has this one. */
export function durationOf(option: string, text: string, unit: DurationUnit = "s"): Seconds {
  const duration = parseDuration(text, { unit });
  if (duration !== undefined) return duration;
  throw wrong(option, DURATION, text);
}

/**
 * A relative path would depend on the working directory. What stands in the place of a path may be the key
 * itself.
 */
export function pathOf(option: string, text: string): string {
  if (isAbsolutePath(text)) return text;
  throw wrong(option, "an absolute path", text === "" ? "" : HIDDEN);
}

/** Returns the error for a wrong value of an option. */
export function wrong(option: string, must: string, text: string): ArgumentError {
  return new ArgumentError(`use --${option}`, `it must be ${must}`, text === "" ? undefined : text);
}
