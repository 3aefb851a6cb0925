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
    file: "src/net/tls/handshake.ts",
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
