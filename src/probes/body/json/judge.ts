import { cutName } from "../../../check/reason.ts";
import { type BodyJudge, MAX_BODY, type Subject } from "../judge.ts";
import { isExpected, type JsonExpectation, numbersOf } from "./path.ts";
import { type Json, numberIn, parseJson, valuesAt } from "./values.ts";

/** Bounds the memory of a parsed document: 1 MiB of brackets alone would take some 110 MiB. */
const MAX_BRACKETS = 65_536;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Judges whether a JSON document of at most 1 MiB holds a value. */
export class JsonJudge implements BodyJudge {
  readonly #expectation: JsonExpectation;
  readonly #subject: Subject;
  // It also removes a byte order mark.
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #text = "";
  #length = 0;
  #brackets = 0;
  #failure: string | undefined;

  constructor(expectation: JsonExpectation, subject: Subject = "body") {
    this.#expectation = expectation;
    this.#subject = subject;
  }

  read(piece: Uint8Array): boolean {
    this.#brackets += count(piece, OPEN_ARRAY) + count(piece, OPEN_OBJECT);
    this.#length += piece.length;
    if (this.#length > MAX_BODY) this.#failure = `${this.#subject} is over 1 MiB`;
    else if (this.#brackets > MAX_BRACKETS) this.#failure = "more than 65,536 arrays and objects";
    else this.#decode(piece);
    return this.#failure === undefined;
  }

  end(): string | null {
    if (this.#failure !== undefined) return this.#failure;
    let document: Json;
    try {
      document = parseJson(this.#text + this.#decoder.decode(), numbersOf(this.#expectation));
    } catch (error) {
      const what = error instanceof RangeError ? "nested too deeply" : "not JSON";
      return `${this.#subject} is ${what}`;
    }
    const values = valuesAt(document, this.#expectation.path);
    const accepted = values.some((value) => isExpected(value, this.#expectation));
    return accepted ? null : reasonOf(values, this.#expectation);
  }

  /** Decodes each piece at once: bytes would take hundreds of times as much if each piece is one byte. */
  #decode(piece: Uint8Array): void {
    try {
      this.#text += this.#decoder.decode(piece, { stream: true });
    } catch {
      this.#failure = `${this.#subject} is not JSON`;
    }
  }
}

function count(bytes: Uint8Array, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found++;
  return found;
}

/**
 * Says how many values there are, and none of them: unlike a page of metrics, a document may hold
 * secrets. For the same reason it says neither the values nor the number that were expected.
 */
function reasonOf(values: readonly Json[], expectation: JsonExpectation): string {
  const path = cutName(expectation.writtenPath);
  const found = values.length;
  if (found === 0) return `${path}: no value`;
  if ("operator" in expectation && values.every(isText)) {
    return found === 1
      ? `${path}: 1 value is text, must be a number`
      : `${path}: ${found} values are text, one must be a number`;
  }
  return found === 1 ? `${path}: 1 value, not as asked` : `${path}: ${found} values, none as asked`;
}

/** Reports whether a value is a string that is not wholly a number. */
function isText(value: Json): boolean {
  return typeof numberIn(value) === "string";
}
