/** @module The command `history`. */
import { loadFormat } from "../../formats/format.ts";
import { keepOnly } from "../../process/permissions.ts";
import { hasColor, paint, type Rule } from "../../process/output/color.ts";
import { print } from "../../process/output/print.ts";
import { HistoryError } from "../../watch/history/file/schema.ts";
import { HISTORY_FORMATS } from "../../watch/history/render/formats.ts";
import { summarizeFile } from "../../watch/history/file/reader.ts";
import type { HistorySettings } from "./arguments.ts";

const RULES: readonly Rule[] = [
  ["red", /(?<=^ {2}\S+ \S+ UTC {2})ongoing/gm],
  ["dim", /(?<=^(?:From (?:.+ to )?| {2}))\d{4}-\d\d-\d\d \S+ UTC/gm],
];

/** Prints what a watch remembered, even while it runs. The exit status is 1 if it cannot be read or printed. */
export async function run(settings: HistorySettings): Promise<number> {
  const { file, since, limit, format, color } = settings;
  const end = new Date();
  const span = { begin: new Date(end.getTime() - since * 1000), end };
  const isPainted = format === "text" && hasColor(color, Deno.stdout);
  try {
    const { renderHistory } = await loadFormat(HISTORY_FORMATS, format);
    const summaries = summarizeFile(file, { span, listed: limit });
    await keepOnly();
    const text = renderHistory(summaries, span);
    return print(Deno.stdout, isPainted ? paint(text, RULES) : text) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    print(Deno.stderr, `healthcheck: cannot read ${file}: ${error.message}`);
    return 1;
  }
}
