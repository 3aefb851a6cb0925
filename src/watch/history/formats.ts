/** @module The formats of the history. */
import type { Formats, Representation } from "../../formats/format.ts";
import type { Span, Summary } from "./summary.ts";

/** Writes the history in one format. */
export interface HistoryRenderer extends Representation {
  /** Renders the summaries of a span. */
  readonly renderHistory: (summaries: readonly Summary[], span: Span) => string;
}

/** The formats of the history. */
export const HISTORY_FORMATS: Formats<HistoryRenderer> = new Map([
  ["text/plain", { name: "text", load: (): Promise<HistoryRenderer> => import("./text.ts") }],
  ["application/json", { name: "json", load: () => import("./json.ts") }],
  ["text/html", { load: () => import("./html.ts") }],
]);
