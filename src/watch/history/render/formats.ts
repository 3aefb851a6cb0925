/** @module The formats of the history. */
import type { Formats, Representation } from "../../../formats/format.ts";
import type { Lately } from "../file/lately.ts";
import type { Span, Summary } from "../summary/summary.ts";

/** Writes the history in one format. */
export interface HistoryRenderer extends Representation {
  /** Renders the summaries of a span. Only a page reads what it shows besides them. */
  readonly renderHistory: (summaries: readonly Summary[], span: Span, lately?: Lately) => string;
}

/** The formats of the history. */
export const HISTORY_FORMATS: Formats<HistoryRenderer> = new Map([
  ["text/plain", { name: "text", load: (): Promise<HistoryRenderer> => import("./text.ts") }],
  ["application/json", { name: "json", load: () => import("./json.ts") }],
  ["text/html", { name: "html", isPage: true, load: () => import("./html.ts") }],
]);
