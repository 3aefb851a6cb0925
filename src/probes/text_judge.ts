import { type BodyJudge, MAX_BODY, type Subject } from "./body_judge.ts";

/** Judges whether the first 1 MiB of a body holds a text, in UTF-8. */
export class TextJudge implements BodyJudge {
  readonly #needle: string;
  readonly #subject: Subject;
  #tail = "";
  #length = 0;
  #found = false;

  constructor(text: string, subject: Subject = "body") {
    this.#subject = subject;
    this.#needle = binary(new TextEncoder().encode(text));
  }

  read(piece: Uint8Array): boolean {
    // A match may span pieces.
    const window = this.#tail + binary(piece.subarray(0, MAX_BODY - this.#length));
    this.#tail = window.slice(Math.max(0, window.length - this.#needle.length + 1));
    this.#length += piece.length;
    this.#found = window.includes(this.#needle);
    return !this.#found && this.#length < MAX_BODY;
  }

  end(): string | null {
    return this.#found ? null : `text not found in ${readOf(this.#length, this.#subject)}`;
  }
}

/** Returns how much of a body was read. */
function readOf(length: number, subject: Subject): string {
  if (length === 0) return `an empty ${subject}`;
  if (length >= MAX_BODY) return "the first 1 MiB";
  if (length < 1024) return `${length} ${length === 1 ? "byte" : "bytes"}`;
  // Rounded down: less than 1 MiB must not look like it.
  return `${Math.floor(length / 1024 * 10) / 10} KiB`;
}

/**
 * Maps each byte to one character. TextDecoder's `latin1` is windows-1252: it differs from 128 to
 * 159.
 */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
