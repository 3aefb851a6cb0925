/** @module The messages between a watch and the worker of its history. */
import type { HistoryFile } from "../history_file.ts";

/** A call of a method of {@linkcode HistoryFile}. */
export type Call = {
  [M in keyof HistoryFile]: {
    readonly id: number;
    /** The file, the same in each call. */
    readonly path: string;
    readonly method: M;
    readonly args: Parameters<HistoryFile[M]>;
  };
}[keyof HistoryFile];

/** What a call returned, or the message of what it threw. */
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** The id of the first reply, which answers no call: the worker is ready. */
export const READY = 0;
