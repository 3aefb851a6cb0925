import { type Asked, TorturedEndpoint } from "../endpoint.ts";

/** The text in each mode; a mode without one has no file. */
const TEXTS: Readonly<Record<string, string>> = {
  good: "all is well",
  lie: "all is lost",
  truncated: "",
  cut: "all is",
};

/** A file that is replaced, truncated and removed. */
export class TorturedFile extends TorturedEndpoint {
  readonly failing: readonly string[] = ["missing", "folder", "lie", "truncated", "cut"];
  readonly slow: readonly string[] = [];
  readonly url: string;
  readonly #path: string;

  constructor(folder: string, asked?: Partial<Asked>) {
    super(asked);
    this.#path = `${folder}/mark`;
    this.url = `file://${this.#path}#contains=is+well`;
    this.#write("good");
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    // A check between the two finds either, and belongs to a request from before.
    this.#write(mode);
    super.mode = mode;
  }

  #write(mode: string): void {
    const text = TEXTS[mode];
    if (text === undefined || this.mode === "folder") {
      try {
        Deno.removeSync(this.#path, { recursive: true });
      } catch {
        // It is missing already.
      }
    }
    if (mode === "folder") Deno.mkdirSync(this.#path);
    if (text === undefined) return;
    Deno.writeTextFileSync(`${this.#path}.new`, text);
    Deno.renameSync(`${this.#path}.new`, this.#path);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
