/** @module The mutants that change nothing that a user or a caller could notice. */
import type { Mutant } from "./mutate.ts";

/** A mutant that no test can notice. */
export interface Equivalent extends Pick<Mutant, "file" | "before" | "text"> {
  /** The line of the source on which it begins, without the space around it. */
  readonly code: string;
  readonly reason: string;
}

/** Those that were drawn so far. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "src/check/trace.ts",
    code: "return this.#phases.map(({ endMs = 0, phase, shown, reason }) => {",
    before: "0",
    text: "1",
    reason: "every phase has ended there",
  },
  {
    file: "src/check/changes.ts",
    code: 'return outcome.warning === undefined ? "ok" : "ok with a warning";',
    before: "outcome.warning === undefined",
    text: "!(outcome.warning === undefined)",
    reason: "the two names are only compared with each other",
  },
  {
    file: "src/net/sockets/limit.ts",
    code: "if (performance.now() - this.#shortMs < HOLD_MS) return;",
    before: "<",
    text: "<=",
    reason: "no moment of the clock has a length",
  },
  {
    file: "src/net/sockets/dial_unix.ts",
    code: "const RETRY_MS: Milliseconds = 50;",
    before: "50",
    text: "51",
    reason: "a pause may last longer",
  },
  {
    file: "src/net/http1/head.ts",
    code: "let total = 0;",
    before: "0",
    text: "1",
    reason: "the limit on each head is exact; that on all bytes depends on where a read ends",
  },
  {
    file: "src/net/http1/head.ts",
    code: "if (!fields.toLowerCase().includes(name)) return [];",
    before: "return [];",
    text: "{}",
    reason: "the loop finds none either, and takes longer",
  },
  {
    file: "src/server/selection.ts",
    code: 'if (text === undefined && !url.includes("?")) {',
    before: '{\n    return { endpoints, view: { query: "", refresh: null } };\n  }',
    text: "{}",
    reason: "what follows selects the same, and takes longer",
  },
  {
    file: "src/server/serve.ts",
    code: "over.abort();",
    before: "over.abort();",
    text: ";",
    reason: "the program exits before the hour ends",
  },
  {
    file: "src/watch/history/summary/slot_sums.ts",
    code: "down: (down.#sums[index] ?? 0) / 1000,",
    before: "0",
    text: "1",
    reason: "both have the same slots",
  },
  {
    file: "src/watch/history/summary/tally.ts",
    code: "while ((this.#watched[this.#at]?.begin ?? -Infinity) >= down.end) this.#at--;",
    before: ">=",
    text: ">",
    reason: "what is watched from the end on has nothing of the downtime",
  },
  {
    file: "src/watch/history/worker/render_cache.ts",
    code: "const cancel = setDeadline(() => timeout.abort(), this.#wait * 1000);",
    before: "1000",
    text: "1001",
    reason: "a deadline fires late by more than that",
  },
  {
    file: "src/watch/history/worker/render_cache.ts",
    code: "if (known !== undefined && performance.now() < known.untilMs) return known;",
    before: "<",
    text: "<=",
    reason: "no moment of the clock has a length",
  },
  {
    file: "src/watch/record/last_hour.ts",
    code: "if (failed !== undefined) failed[slot] = (failed[slot] ?? 0) + 1;",
    before: "0",
    text: "1",
    reason: "every slot has a number",
  },
  {
    file: "src/net/http1/head.ts",
    code: "const BUFFER_SIZE = 1024;",
    before: "1024",
    text: "1025",
    reason: "the buffer grows as it has to",
  },
  {
    file: "src/probes/tcp/talk.ts",
    code: "const BUFFER_SIZE = 4096;",
    before: "4096",
    text: "4097",
    reason: "how much one read may take changes no answer",
  },
  {
    file: "src/net/tls/dial.ts",
    code: "return await eachAddress(options, async (address, signal, phase) => {",
    before: "await",
    text: "",
    reason: "outside of try, an async function returns the same without await",
  },
  {
    file: "src/probes/tls/options.ts",
    code: "return ca === null && cert === null ? undefined : await wrongFile({ ca, cert, key });",
    before: "await",
    text: "",
    reason: "outside of try, an async function returns the same without await",
  },
  {
    file: "src/probes/file/content.ts",
    code:
      "for (let i = 0; i < bytes.length; i += PIECE_SIZE) yield bytes.subarray(i, i + PIECE_SIZE);",
    before: "<",
    text: "<=",
    reason: "an empty piece at the end is judged like none",
  },
  {
    file: "src/check/trace.ts",
    code: "const last = this.#phases.sort((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0)).at(-1);",
    before: "0",
    text: "1",
    reason: "every phase has ended there",
  },
];

/** Finds why nobody can notice a mutant; `undefined` if somebody might. */
export function reasonOfEquivalent(mutant: Mutant, source: string): string | undefined {
  const code = source.split("\n")[mutant.line - 1]?.trim();
  return EQUIVALENTS.find((known) =>
    known.file === mutant.file && known.code === code && isSame(known, mutant)
  )?.reason;
}

/** An `await` is named without what it waits for. */
function isSame({ before, text }: Equivalent, mutant: Mutant): boolean {
  return before === "await"
    ? mutant.kind === "await"
    : before === mutant.before && text === mutant.text;
}
