/** @module What a command is. */
import type { Arguments, SettingsOf } from "./arguments/argument.ts";

/** A command: what it takes, and where its code is. */
export interface Command<A extends Arguments = Arguments> {
  /** How it is called, with its name. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Two calls of it, as in a shell. */
  readonly examples: readonly [string, string];
  /** What it takes; operands in their order. */
  readonly arguments: A;
  /** The variables of the environment that it reads: the name of each, and what it does. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The paths that it answers, and what each tells. */
  readonly routes?: Readonly<Record<string, string>>;
  /** What its exit statuses are, besides 2 for a wrong argument. */
  readonly exitStatus: string;
  /**
   * Checks its options together, before the operands are read.
   *
   * @throws {ArgumentError} if one is wrong.
   */
  checkOptions?(settings: Partial<SettingsOf<A>>): Promise<void>;
  /** Loads its code; no other command pays for it. */
  load(): Promise<{ run(settings: SettingsOf<A>): Promise<number> }>;
}
