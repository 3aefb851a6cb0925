import { type BodyJudge, MAX_BODY } from "./body_judge.ts";
import { isExpected, type JsonExpectation } from "./json_path.ts";
import { JsonScanner } from "./json_scanner.ts";
import { JsonValues } from "./json_values.ts";

/**
 * Judges whether a JSON document of at most 1 MiB holds a value. It scans the document while it arrives,
 * because a parsed one takes a hundred times its size.
 */
export class JsonJudge implements BodyJudge {
  readonly #values: JsonValues;
  readonly #scanner: JsonScanner;
  #length = 0;
  #failure: string | undefined;

  constructor(expectation: JsonExpectation) {
    this.#values = new JsonValues(expectation.path, (value) => isExpected(value, expectation));
    this.#scanner = new JsonScanner(this.#values);
  }

  read(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (this.#length > MAX_BODY) this.#failure = "body is over 1 MiB";
    else this.#scan(() => this.#scanner.write(piece));
    return this.#failure === undefined;
  }

  end(): string | null {
    if (this.#failure === undefined) this.#scan(() => this.#scanner.end());
    if (this.#failure !== undefined) return this.#failure;
    return this.#values.total.accepted > 0 ? null : "body's JSON has no such value";
  }

  #scan(scan: () => void): void {
    try {
      scan();
    } catch {
      this.#failure = "body is not JSON";
    }
  }
}
