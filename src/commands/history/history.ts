/** @module The command `history`. */
import { loadFormat } from "../../formats/format.ts";
import { keepOnly } from "../../process/permissions.ts";
import { print } from "../../process/output/print.ts";
import { HistoryError } from "../../watch/history/file/schema.ts";
import { HISTORY_FORMATS } from "../../watch/history/render/formats.ts";
import { summarizeFile } from "../../watch/history/file/reader.ts";
import type { HistorySettings } from "./arguments.ts";

/** Prints what a watch remembered, even while it runs. The exit status is 1 if it cannot be read or printed. */
export async function run({ file, since, limit, format }: HistorySettings): Promise<number> {
  const end = new Date();
  const span = { begin: new Date(end.getTime() - since * 1000), end };
  try {
    const { renderHistory } = await loadFormat(HISTORY_FORMATS, format);
    const summaries = summarizeFile(file, { span, listed: limit });
    await keepOnly();
    return print(Deno.stdout, renderHistory(summaries, span)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    print(Deno.stderr, `healthcheck: cannot read ${file}: ${error.message}`);
    return 1;
  }
}
