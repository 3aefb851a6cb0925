/** @module The elements of an array or object that one step of a path selects. */
import type { Bracket } from "./json_nesting.ts";
import type { JsonPath } from "./json_path.ts";
import { unquote } from "./json_scalar.ts";

/** What was found at a path. */
export interface Tally {
  /** The number of values, arrays and objects included. */
  readonly found: number;
  /** How many of them were accepted. */
  readonly accepted: number;
}

/** Nothing was found. */
export const NOTHING: Tally = { found: 0, accepted: 0 };

/** An open array or object. It takes its elements in order: a `key` if it is an object, then `add`. */
export interface Level {
  /** Whether the next element is selected. */
  readonly selects: boolean;
  /** Takes the name of the next element, in quotes. */
  key(source: string): void;
  /** Takes what was found in the next element. */
  add(tally: Tally): void;
  /** Returns what was found in all of them. */
  total(): Tally;
}

/**
 * Creates the level of an array or object.
 *
 * @returns `undefined` if the step selects nothing in it, such as a name in an array.
 */
export function createLevel(bracket: Bracket, step: JsonPath[number]): Level | undefined {
  if (bracket === "{") {
    if (step === null) return new EveryMember();
    return typeof step === "string" ? new Member(step) : undefined;
  }
  if (step === null) return new EveryElement();
  if (typeof step === "string") return undefined;
  return step < 0 ? new ElementFromEnd(-step) : new Element(step);
}

/** The last member of a name. */
class Member implements Level {
  readonly #name: string;
  #last = NOTHING;
  selects = false;

  constructor(name: string) {
    this.#name = name;
  }

  key(source: string): void {
    this.selects = unquote(source) === this.#name;
  }

  add(tally: Tally): void {
    if (this.selects) this.#last = tally;
  }

  total(): Tally {
    return this.#last;
  }
}

/** The last member of each name. It keeps the names of those in which something was found. */
class EveryMember implements Level {
  readonly #tallies: Map<string, Tally> = new Map();
  #name = "";
  readonly selects = true;

  key(source: string): void {
    this.#name = unquote(source);
  }

  add(tally: Tally): void {
    if (tally.found === 0) this.#tallies.delete(this.#name);
    else this.#tallies.set(this.#name, tally);
  }

  total(): Tally {
    let all = NOTHING;
    for (const tally of this.#tallies.values()) all = sum(all, tally);
    return all;
  }
}

class EveryElement implements Level {
  #all = NOTHING;
  readonly selects = true;

  key(): void {}

  add(tally: Tally): void {
    this.#all = sum(this.#all, tally);
  }

  total(): Tally {
    return this.#all;
  }
}

class Element implements Level {
  /** The number of elements that come before it. */
  #before: number;
  #found = NOTHING;

  constructor(index: number) {
    this.#before = index;
  }

  get selects(): boolean {
    return this.#before === 0;
  }

  key(): void {}

  add(tally: Tally): void {
    if (this.#before-- === 0) this.#found = tally;
  }

  total(): Tally {
    return this.#found;
  }
}

/** The n-th element from the end. It keeps what was found in the last n. */
class ElementFromEnd implements Level {
  readonly #n: number;
  readonly #last: Tally[] = [];
  #count = 0;
  readonly selects = true;

  constructor(n: number) {
    this.#n = n;
  }

  key(): void {}

  add(tally: Tally): void {
    this.#last[this.#count++ % this.#n] = tally;
  }

  total(): Tally {
    return this.#last[this.#count % this.#n] ?? NOTHING;
  }
}

function sum(a: Tally, b: Tally): Tally {
  return { found: a.found + b.found, accepted: a.accepted + b.accepted };
}
