import { cutName } from "../check/reason.ts";
import { type BodyJudge, MAX_BODY, type Subject } from "./body_judge.ts";
import { isExpected, type JsonExpectation } from "./json_path.ts";
import { JsonScanner } from "./json_scanner.ts";
import { JsonValues } from "./json_values.ts";

/**
 * Judges whether a JSON document of at most 1 MiB holds a value. It scans the document while it arrives,
 * because a parsed one takes a hundred times its size.
 */
export class JsonJudge implements BodyJudge {
  readonly #expectation: JsonExpectation;
  readonly #subject: Subject;
  readonly #values: JsonValues;
  readonly #scanner: JsonScanner;
  #length = 0;
  #failure: string | undefined;

  constructor(expectation: JsonExpectation, subject: Subject = "body") {
    this.#expectation = expectation;
    this.#subject = subject;
    this.#values = new JsonValues(expectation.path, (value) => isExpected(value, expectation));
    this.#scanner = new JsonScanner(this.#values);
  }

  read(piece: Uint8Array): boolean {
    this.#length += piece.length;
    if (this.#length > MAX_BODY) this.#failure = `${this.#subject} is over 1 MiB`;
    else this.#scan(() => this.#scanner.write(piece));
    return this.#failure === undefined;
  }

  end(): string | null {
    if (this.#failure === undefined) this.#scan(() => this.#scanner.end());
    if (this.#failure !== undefined) return this.#failure;
    const { found, accepted } = this.#values.total;
    return accepted > 0 ? null : reasonOf(found, this.#expectation);
  }

  #scan(scan: () => void): void {
    try {
      scan();
    } catch {
      this.#failure = `${this.#subject} is not JSON`;
    }
  }
}

/**
 * Says how many values there are, and none of them: unlike a page of metrics, a document may hold
 * secrets. For the same reason it says neither the values nor the number that were expected.
 */
function reasonOf(found: number, { writtenPath }: JsonExpectation): string {
  const path = cutName(writtenPath);
  if (found === 0) return `${path}: no value`;
  return found === 1 ? `${path}: 1 value, not as asked` : `${path}: ${found} values, none as asked`;
}
