/** @module What judges the body of an answer, or a file, piece by piece. */

/** Judges a body while it arrives. */
export interface BodyJudge {
  /**
   * Reads the next piece. The caller may overwrite it afterwards.
   *
   * @returns `false` once the verdict is known, and the rest does not matter.
   */
  read(piece: Uint8Array): boolean;
  /**
   * Ends the body.
   *
   * @param mayBeCut Whether nothing but the close says that the body is whole (default no).
   * @returns The reason for a failure, or `null`. It never quotes what was expected, which may be secret.
   */
  end(mayBeCut?: boolean): string | null;
}

/** What a reason calls the thing that is judged. */
export type Subject = "body" | "file";

/** The bytes of a body that `contains` and `json` read. */
export const MAX_BODY: number = 1024 * 1024;
