/** @module What a command is. */
import type { Argument } from "./argument.ts";

/** The arguments of a command, by the property of its settings that each of them sets. */
export type Arguments<Settings> = {
  readonly [K in keyof Settings]-?: Argument<Settings[K]>;
};

/** A row of a table in the help. */
export type Row = readonly [left: string, right: string];

/** A command: what it takes, and where its code is. */
export interface Command<Settings = unknown> {
  /** How it is called, with its name. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What it takes; operands in their order. */
  readonly arguments: Readonly<Record<string, Argument>> & Arguments<Settings>;
  /** The variables of the environment that it reads: the name of each, and what it does. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What it answers, for the help. */
  readonly routes?: readonly Row[];
  /** What its exit status is, if it is not that of every other command. */
  readonly exitStatus?: string;
  /**
   * Checks its options together, before the operands are read.
   *
   * @throws {ArgumentError} if one is wrong.
   */
  checkOptions?(settings: Partial<Settings>): Promise<void>;
  /** Loads its code; no other command pays for it. */
  load(): Promise<{ run(settings: Settings): Promise<number> }>;
}
