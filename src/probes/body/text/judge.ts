import { amountRead } from "./amount_read.ts";
import { type BodyJudge, MAX_BODY, type Subject } from "../judge.ts";
import { ByteSearch } from "./search.ts";

/** Judges whether the first 1 MiB of a body holds a text, in UTF-8. */
export class TextJudge implements BodyJudge {
  readonly #search: ByteSearch;
  readonly #subject: Subject;
  #length = 0;

  constructor(text: string, subject: Subject = "body") {
    this.#subject = subject;
    this.#search = new ByteSearch(new TextEncoder().encode(text));
  }

  read(piece: Uint8Array): boolean {
    this.#search.read(piece.subarray(0, MAX_BODY - this.#length));
    this.#length += piece.length;
    return !this.#search.found && this.#length < MAX_BODY;
  }

  end(): string | null {
    if (this.#search.found) return null;
    const read = this.#length === 0
      ? `an empty ${this.#subject}`
      : amountRead(this.#length, MAX_BODY);
    return `text not found in ${read}`;
  }
}
