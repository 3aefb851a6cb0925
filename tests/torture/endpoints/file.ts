import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { replaceFile } from "./replace_file.ts";

/** What a file is asked for, and what it holds. */
export interface FileSpeech {
  /** The options of the endpoint. */
  readonly fragment: string;
  /** The text in each mode, `good` among them; a mode without one has no file. */
  readonly texts: Readonly<Record<string, string>>;
}

export const TEXT_FILE: FileSpeech = {
  fragment: "contains=is+well",
  // Longer than one piece of what is read.
  texts: {
    good: `${"all ".repeat(8192)}is is well`,
    lie: "all is lost",
    truncated: "",
    cut: "all is",
  },
};
export const JSON_FILE: FileSpeech = {
  fragment: "json=state:running&json=queue<100",
  texts: {
    good: '{"state":"running","queue":99}',
    lie: '{"state":"stopped","queue":99}',
    "at the limit": '{"state":"running","queue":100}',
    truncated: "",
    cut: '{"state":"running","queue":9',
  },
};

/** A file that is replaced, truncated and removed. */
export class TorturedFile extends TorturedEndpoint {
  readonly failing: readonly string[];
  readonly slow: readonly string[] = [];
  readonly url: string;
  readonly #path: string;
  readonly #texts: FileSpeech["texts"];

  constructor(folder: string, { fragment, texts }: FileSpeech, asked?: Partial<Asked>) {
    super(asked);
    this.failing = ["missing", "folder", ...Object.keys(texts).filter((mode) => mode !== "good")];
    this.#path = `${folder}/${this.asked.name}`;
    this.#texts = texts;
    this.url = `file://${this.#path}#${fragment}`;
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
    const text = this.#texts[mode];
    if (this.mode === "folder") replaceFile(this.#path, undefined);
    replaceFile(this.#path, text);
    if (mode === "folder") Deno.mkdirSync(this.#path);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
