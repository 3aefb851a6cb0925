/** @module The last changes of each endpoint, in memory. */
import { outcomeInWords, type Result, type Severity, severityOf } from "./report.ts";

/** A change of an endpoint's state. */
export interface Change {
  /** The start of the check that found it. */
  readonly date: Date;
  readonly severity: Severity;
  /** What the check found. */
  readonly words: string;
}

const MAX_CHANGES = 20;

/** Keeps the last 20 changes of each endpoint. */
export class LastChanges {
  readonly #changes = new Map<string, Change[]>();

  /** Takes a result that is the first of its endpoint, or a change. */
  add(result: Result): void {
    const { endpoint: { name }, startedAt: { date }, outcome } = result;
    const change = { date, severity: severityOf(result), words: outcomeInWords(outcome) };
    this.#changes.set(name, [change, ...this.of(name)].slice(0, MAX_CHANGES));
  }

  /** Returns the changes of an endpoint, newest first. */
  of(name: string): readonly Change[] {
    return this.#changes.get(name) ?? [];
  }
}
