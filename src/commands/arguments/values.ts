/** @module What the values of options have in common. */
import { ArgumentError } from "../../process/argument_error.ts";
import {
  DURATION,
  type DurationUnit,
  parseDuration,
  type Seconds,
} from "../../process/time/duration.ts";
import type { Option } from "./argument.ts";

/** Returns an option that has one of a few values. */
export function choice<T extends string>(
  name: string,
  choices: readonly T[],
  byDefault: NoInfer<T>,
  help: string,
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

/** Returns an option that is a duration; the default is written as one. */
export function duration(name: string, byDefault: string, help: string): Option<Seconds> {
  return {
    kind: "option",
    name,
    value: "DURATION",
    help,
    default: durationOf(name, byDefault),
    shownDefault: byDefault,
    read: (text) => durationOf(name, text),
    show: inSeconds,
  };
}

/** Writes a duration as an option takes it. */
export function inSeconds(duration: Seconds | null): string {
  return `${duration}s`;
}

/** The duration that an option was given, where a number without a unit has this one. */
export function durationOf(option: string, text: string, unit: DurationUnit = "s"): Seconds {
  const duration = parseDuration(text, unit);
  if (duration !== undefined) return duration;
  throw wrong(option, DURATION, text);
}

/** What to say of a text that holds several arguments, which somebody quoted as one. */
export function separately(text = ""): string {
  return /\S\s+\S/.test(text) ? ", and each argument must be a word of its own" : "";
}

/** Returns the error for a wrong value of an option. */
export function wrong(option: string, must: string, text: string): ArgumentError {
  return new ArgumentError(`use --${option}`, `it must be ${must}`, text === "" ? undefined : text);
}
