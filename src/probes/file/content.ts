/** @module What a file holds, and whether it is as asked. */
import { CheckFailure } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { FileState } from "../../net/files/regular.ts";
import { MAX_BODY } from "../body/judge.ts";
import type { BodyOptions } from "../body/options.ts";
import { createContentJudges } from "../body/content.ts";
import { judgePieces } from "../body/pieces.ts";

const PIECE_SIZE = 16 * 1024;

/** What reads a file and judges its content. */
export interface Content {
  look(path: string): Promise<FileState>;
  /** Returns the failure, or `null`. */
  judge(state: FileState): Promise<Outcome | null>;
}

/** Loads node:fs, which takes 6 MiB more (docs/decisions/node-fs.md). */
export async function loadContent(own: BodyOptions): Promise<Content> {
  const { readStart } = await import("../../net/files/small.ts");
  return {
    look: readStart,
    judge: async ({ start = new Uint8Array() }) => {
      if (own.json !== null && start.length > MAX_BODY) {
        throw new CheckFailure("file", "too large: it is over 1 MiB");
      }
      const reason = await judgePieces(createContentJudges(own, "file"), piecesOf(start));
      return reason === null ? null : { ok: false, status: null, failure: "body", reason };
    },
  };
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += PIECE_SIZE) yield bytes.subarray(i, i + PIECE_SIZE);
}
