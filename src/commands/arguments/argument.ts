/** @module What an argument of the command line is. */
import type { Seconds } from "../../process/time/duration.ts";

/** The arguments of a command, by the property of its settings that each of them sets. */
export type Arguments = Readonly<Record<string, Argument>>;

/** The settings of a command, which its arguments set. */
export type SettingsOf<A extends Arguments> = { readonly [Key in keyof A]: ValueOf<A[Key]> };

/** What an argument sets. */
type ValueOf<A extends Argument> = A extends Option<infer T> | Operand<infer T> | Program<infer T>
  ? T
  : boolean;

/** An argument, which sets one property of a command's settings. */
export type Argument = Option | Operand | Program | Flag;

/** An argument by name without a value, `--test-notice`. The setting says whether it is there. */
export interface Flag {
  readonly kind: "flag";
  /** Its name without the dashes. */
  readonly name: string;
  /** What it is for, for the help. */
  readonly help: string;
}

/** An argument by name with a value, `--every 10`. */
export interface Option<T = unknown> {
  readonly kind: "option";
  /** Its name without the dashes. */
  readonly name: string;
  /** What its value stands for, for the help. */
  readonly value: string;
  /** What it is for, for the help. */
  readonly help: string;
  /** The setting if the option is absent. */
  readonly default: T;
  /** How the help writes the default; leave it out if there is nothing to write. */
  readonly shownDefault?: string;
  /** What people write in its place, without the dashes. */
  readonly mistakenFor?: readonly string[];
  /** The values that it can have, if there are few. */
  readonly choices?: readonly string[];
  /** Whether it may be repeated. */
  readonly repeats?: true;
  /**
   * Reads a value.
   *
   * @param before What the values before it gave, or the default.
   * @throws {ArgumentError} if it is wrong.
   */
  read(text: string, before: T): T | Promise<T>;
  /**
   * Writes a setting that is not the default, without what is secret.
   * @default its text, or those of a list, redacted
   */
  show?(setting: T): string;
}

/** An argument by position. */
export interface Operand<T = unknown> {
  readonly kind: "operand";
  /** What it is called in the help and in messages. */
  readonly name: string;
  /** What it is for, for the help. */
  readonly help: string;
  /** The values that it can have, if there are few. */
  readonly choices?: readonly string[];
  /**
   * What stands for it in an example.
   * @default its name
   */
  readonly example?: string;
  /** Whether it takes all arguments that are left. */
  readonly many?: true;
  /**
   * Reads it.
   *
   * @param texts The argument; empty if it is missing.
   * @param before What the options, and the operands before it, gave.
   * @throws {ArgumentError} if it is missing or wrong.
   */
  read(texts: readonly string[], before: EarlierArguments): T | Promise<T>;
}

/** What an operand may need to know of the options, and of the operands before it. */
export interface EarlierArguments {
  /** The value of TIMEOUT, if the command takes it. */
  readonly timeout?: Seconds;
  /** The value of PORT, if the command takes it. */
  readonly port?: number;
  /** The values of `--group`, if the command takes it. */
  readonly groups?: readonly string[];
  /** The values of `--alert-label`, if the command takes it. */
  readonly alertLabels?: Readonly<Record<string, string>>;
  /** Whether `--verbose` is there, if the command takes it. */
  readonly verbose?: boolean;
}

/** The program and its arguments, after `--`. */
export interface Program<T = unknown> {
  readonly kind: "program";
  readonly name: string;
  readonly help: string;
  /** @throws {ArgumentError} if it is missing. */
  read(words: readonly string[]): T;
}
