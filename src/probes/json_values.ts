/** @module The values at a path of a JSON document, without the document. */
import { createLevel, type Level, NOTHING, type Tally } from "./json_level.ts";
import type { Bracket } from "./json_nesting.ts";
import type { JsonPath } from "./json_path.ts";
import { type JsonScalar, parseScalar } from "./json_scalar.ts";
import type { JsonVisitor } from "./json_scanner.ts";

const REFUSED: Tally = { found: 1, accepted: 0 };
const ACCEPTED: Tally = { found: 1, accepted: 1 };

/**
 * Counts the values at a path while a `JsonScanner` reads the document. If an object repeats a name,
 * the last value counts, as with `JSON.parse`. It keeps only what can still change the result: counts,
 * for an index -n those of the last n elements, and for any member of an object the names.
 */
export class JsonValues implements JsonVisitor {
  readonly #path: JsonPath;
  readonly #accepts: (value: JsonScalar) => boolean;
  /** The open arrays and objects that the path goes through. */
  readonly #levels: Level[] = [];
  /** The number of other arrays and objects that are open. */
  #others = 0;
  #total = NOTHING;

  /**
   * @param accepts Reports whether a value at the path is as expected. An array or object never is.
   */
  constructor(path: JsonPath, accepts: (value: JsonScalar) => boolean) {
    this.#path = path;
    this.#accepts = accepts;
  }

  /** What was found, once the document has ended. */
  get total(): Tally {
    return this.#total;
  }

  get needsKey(): boolean {
    return this.#others === 0;
  }

  get needsScalar(): boolean {
    return this.#others === 0 && this.#isAtEnd();
  }

  open(bracket: Bracket): void {
    const step = this.#path[this.#levels.length];
    const level = this.#others === 0 && this.#isSelected() && step !== undefined
      ? createLevel(bracket, step)
      : undefined;
    if (level === undefined) this.#others++;
    else this.#levels.push(level);
  }

  close(): void {
    if (this.#others === 0) this.#add(this.#levels.pop()?.total() ?? NOTHING);
    else if (--this.#others === 0) this.#add(this.#isAtEnd() ? REFUSED : NOTHING);
  }

  key(source: string): void {
    if (this.#others === 0) this.#levels.at(-1)?.key(source);
  }

  scalar(source: string): void {
    if (this.#others === 0) this.#add(this.#isAtEnd() ? this.#judge(source) : NOTHING);
  }

  #isSelected(): boolean {
    return this.#levels.at(-1)?.selects ?? true;
  }

  #isAtEnd(): boolean {
    return this.#levels.length === this.#path.length && this.#isSelected();
  }

  #judge(source: string): Tally {
    const value = parseScalar(source);
    return value !== undefined && this.#accepts(value) ? ACCEPTED : REFUSED;
  }

  #add(tally: Tally): void {
    const level = this.#levels.at(-1);
    if (level === undefined) this.#total = tally;
    else level.add(tally);
  }
}
