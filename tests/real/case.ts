/** @module What a case of `deno task real` is: a recipe of a page, and the real server that it is about. */
import type { Bench } from "./bench.ts";

/** A program that a case needs. */
export interface Need {
  /** Its name in PATH. */
  readonly program: string;
  /** Where it comes from, with the version that the case was tried with. */
  readonly origin: string;
}

/** A server that is set up. */
export interface Setting {
  /** What stands in the endpoints of the page, and what stands for it here: `localhost:6379`, a path. */
  readonly here: Readonly<Record<string, string>>;
  /** Brings the server into a state of the page's table. They run in this order. */
  readonly states: Readonly<Record<string, () => unknown>>;
}

/** A recipe that is tried on the real server. */
export interface Case {
  /** What `deno task real NAME` calls it. */
  readonly name: string;
  readonly page: string;
  /** The heading of the recipe. */
  readonly title: string;
  /** The server with its version, as the page says it. */
  readonly server: string;
  readonly needs: readonly Need[];
  /** Columns of the table that the case cannot make, and why. */
  readonly notMade?: Readonly<Record<string, string>>;
  /** Sets the server up, and waits until it answers. */
  setUp(bench: Bench): Promise<Setting> | Setting;
}
