/** @module The grammar of JSON (RFC 8259), read piece by piece. */
import { type Bracket, JsonNesting } from "./json_nesting.ts";
import { isJsonWord } from "./json_scalar.ts";

/** Receives the parts of a document in order. */
export interface JsonVisitor {
  /** Whether it needs the source of the next name of a member. */
  readonly needsKey: boolean;
  /** Whether it needs the source of the next value. */
  readonly needsScalar: boolean;
  /** Receives the begin of an array or object. */
  open(bracket: Bracket): void;
  /** Receives the end of the array or object that began last. */
  close(): void;
  /** Receives the name of a member in quotes, or an empty text if it does not need it. */
  key(source: string): void;
  /**
   * Receives a string in quotes, a number, `true`, `false` or `null`. It may receive an empty text
   * instead of a string that it does not need.
   */
  scalar(source: string): void;
}

type State = "value" | "value or ]" | "key" | "key or }" | ":" | "after value" | "string" | "word";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const WORD_CHARACTER = /[-+.0-9A-Za-z]/;
const SIMPLE_ESCAPES = '"\\/bfnrt';
const HEX = /[0-9A-Fa-f]/;
/** Not in an escape. From 1 to 4 is the number of hex digits that must follow. */
const NO_ESCAPE = 0;
const UNICODE_ESCAPE = 4;
/** Right after the backslash. */
const ESCAPE_BEGUN = 5;

/**
 * Checks that a document is JSON, as strictly as `JSON.parse`, and passes its parts to a visitor as
 * they arrive. It holds one token and the nesting, never the document.
 */
export class JsonScanner {
  readonly #visitor: JsonVisitor;
  // It also removes a byte order mark.
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #nesting = new JsonNesting();
  #state: State = "value";
  /** The token so far. */
  #source = "";
  #isKey = false;
  #needed = false;
  #escape = NO_ESCAPE;

  constructor(visitor: JsonVisitor) {
    this.#visitor = visitor;
  }

  /**
   * Reads the next bytes.
   *
   * @throws {SyntaxError | TypeError} if they are not UTF-8, or cannot continue the JSON so far.
   */
  write(piece: Uint8Array): void {
    this.#scan(this.#decoder.decode(piece, { stream: true }));
  }

  /**
   * Reads the end of the document.
   *
   * @throws {SyntaxError | TypeError} if the document is not whole.
   */
  end(): void {
    this.#scan(this.#decoder.decode());
    if (this.#state === "word") this.#endWord();
    if (this.#state !== "after value" || this.#nesting.innermost !== undefined) {
      throw new SyntaxError("cut short");
    }
  }

  #scan(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.#state === "string") at = this.#string(text, at);
      else if (this.#state === "word") at = this.#word(text, at);
      else this.#structure(text.charAt(at++));
    }
  }

  #structure(character: string): void {
    const state = this.#state;
    const { innermost } = this.#nesting;
    switch (character) {
      case " ":
      case "\t":
      case "\n":
      case "\r":
        return;
      case ",":
        if (state !== "after value" || innermost === undefined) break;
        this.#state = innermost === "[" ? "value" : "key";
        return;
      case ":":
        if (state !== ":") break;
        this.#state = "value";
        return;
      case "]":
        if (innermost !== "[" || (state !== "after value" && state !== "value or ]")) break;
        return this.#close();
      case "}":
        if (innermost !== "{" || (state !== "after value" && state !== "key or }")) break;
        return this.#close();
      case '"':
        if (state === "after value" || state === ":") break;
        this.#isKey = state === "key" || state === "key or }";
        return this.#begin("string", character);
      default:
        if (state !== "value" && state !== "value or ]") break;
        if (character === "[" || character === "{") return this.#open(character);
        if (WORD_CHARACTER.test(character)) return this.#begin("word", character);
    }
    throw new SyntaxError(`unexpected ${character}`);
  }

  #open(bracket: Bracket): void {
    this.#nesting.push(bracket);
    this.#state = bracket === "[" ? "value or ]" : "key or }";
    this.#visitor.open(bracket);
  }

  #close(): void {
    this.#nesting.pop();
    this.#state = "after value";
    this.#visitor.close();
  }

  #begin(state: "string" | "word", character: string): void {
    this.#state = state;
    this.#needed = state === "word" ||
      (this.#isKey ? this.#visitor.needsKey : this.#visitor.needsScalar);
    this.#source = this.#needed ? character : "";
  }

  /** Reads a string from here on; returns where it ends, or the end of the text. */
  #string(text: string, start: number): number {
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#escape !== NO_ESCAPE) this.#escape = afterEscape(this.#escape, text.charAt(at));
      else if (code === BACKSLASH) this.#escape = ESCAPE_BEGUN;
      else if (code < SPACE) throw new SyntaxError("control character in a string");
      else if (code === QUOTE) {
        this.#keep(text, start, at + 1);
        this.#state = this.#isKey ? ":" : "after value";
        if (this.#isKey) this.#visitor.key(this.#source);
        else this.#visitor.scalar(this.#source);
        return at + 1;
      }
    }
    this.#keep(text, start, text.length);
    return text.length;
  }

  /** Reads a number, `true`, `false` or `null` from here on; returns where it ends. */
  #word(text: string, start: number): number {
    let end = start;
    while (end < text.length && WORD_CHARACTER.test(text.charAt(end))) end++;
    this.#keep(text, start, end);
    if (end < text.length) this.#endWord();
    return end;
  }

  #endWord(): void {
    if (!isJsonWord(this.#source)) throw new SyntaxError("unknown word");
    this.#state = "after value";
    this.#visitor.scalar(this.#source);
  }

  #keep(text: string, start: number, end: number): void {
    if (this.#needed) this.#source += text.slice(start, end);
  }
}

function afterEscape(escape: number, character: string): number {
  if (escape < ESCAPE_BEGUN && HEX.test(character)) return escape - 1;
  if (escape === ESCAPE_BEGUN && character === "u") return UNICODE_ESCAPE;
  if (escape === ESCAPE_BEGUN && SIMPLE_ESCAPES.includes(character)) return NO_ESCAPE;
  throw new SyntaxError("unknown escape");
}
