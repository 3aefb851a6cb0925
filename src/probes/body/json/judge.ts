/** @module The judge of a JSON document. */
import { cutName } from "../../../check/reason.ts";
import { type BodyJudge, MAX_BODY, type Subject } from "../judge.ts";
import { type JsonExpectation, numbersOf, numbersOfPath, unexpectedOf } from "./path.ts";
import { Decimal, type Json, type JsonPath, numberIn, parseJson, valuesAt } from "./values.ts";

const ZERO: readonly Json[] = [new Decimal("0")];
/** Bounds the memory of a parsed document: 1 MiB of brackets alone would take some 110 MiB. */
const MAX_BRACKETS = 65_536;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** What judges a document besides the expectations. */
export interface DocumentReader {
  /** The paths that it reads. */
  readonly paths: readonly JsonPath[];
  /** Returns the reason for a failure, or `null`. */
  readonly judge: (document: Json) => string | null;
}

/** Judges whether a JSON document of at most 1 MiB holds a value. */
export class JsonJudge implements BodyJudge {
  readonly #expectations: readonly JsonExpectation[];
  readonly #subject: Subject;
  // It also removes a byte order mark.
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #text = "";
  #length = 0;
  #brackets = 0;
  #failure: string | undefined;

  readonly #onMissing: ((path: string) => void) | undefined;
  readonly #reader: DocumentReader | undefined;

  /**
   * @param expectations All of them must hold.
   * @param onMissing Called at the end with each path that has no value to compare, which counts as 0;
   * `undefined` if it does not.
   * @param reader Judges the document besides, whatever the expectations find.
   */
  constructor(
    expectations: readonly JsonExpectation[],
    subject: Subject,
    onMissing?: (path: string) => void,
    reader?: DocumentReader,
  ) {
    this.#expectations = expectations;
    this.#subject = subject;
    this.#onMissing = onMissing;
    this.#reader = reader;
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
      document = parseJson(this.#text + this.#decoder.decode(), [
        ...this.#expectations.flatMap(numbersOf),
        ...(this.#reader?.paths ?? []).flatMap(numbersOfPath),
      ]);
    } catch (error) {
      const what = error instanceof RangeError ? "nested too deeply" : "not JSON";
      return `${this.#subject} is ${what}`;
    }
    const more = this.#reader?.judge(document) ?? null;
    const reasons = this.#expectations.map((expectation) => this.#judge(document, expectation));
    return more ?? reasons.find((reason) => reason !== null) ?? null;
  }

  #judge(document: Json, expectation: JsonExpectation): string | null {
    const found = valuesAt(document, expectation.path);
    const isZero = found.length === 0 && "operator" in expectation && this.#onMissing !== undefined;
    if (isZero) this.#onMissing?.(expectation.shownPath);
    const values = isZero ? ZERO : found;
    const unexpected = unexpectedOf(values, expectation);
    if (values.length > 0 && unexpected.length === 0) return null;
    return reasonOf(values, unexpected, expectation);
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
function reasonOf(
  values: readonly Json[],
  unexpected: readonly Json[],
  expectation: JsonExpectation,
): string {
  const path = cutName(expectation.shownPath);
  const found = values.length;
  if (found === 0) return `${path}: no value`;
  if ("operator" in expectation && unexpected.every(isText)) {
    if (found === 1) return `${path}: 1 value is text, must be a number`;
    const count = unexpected.length === found ? found : `${unexpected.length} of ${found}`;
    return `${path}: ${count} values are text, must be numbers`;
  }
  if (found === 1) return `${path}: 1 value, not as asked`;
  const count = unexpected.length === found ? "none" : `${unexpected.length} not`;
  return `${path}: ${found} values, ${count} as asked`;
}

/** Reports whether a value is a string that is not wholly a number. */
function isText(value: Json): boolean {
  return typeof numberIn(value) === "string";
}
