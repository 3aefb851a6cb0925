import { keepOnly } from "../process/permissions.ts";
import type { Settings } from "../cli/settings.ts";
import { HistoryStore } from "../watch/history/store.ts";
import { HistoryError } from "../watch/history/schema.ts";
import * as json from "../watch/history/json.ts";
import * as text from "../watch/history/text.ts";
import { summarize } from "../watch/history/summary.ts";
import { print } from "../process/print.ts";

/** Prints what a watch remembered, also while it does. The status is 1 where the file cannot be read. */
export async function run({ history, since, format }: Settings): Promise<number> {
  const end = new Date();
  const span = { begin: new Date(end.getTime() - since * 1000), end };
  try {
    const record = HistoryStore.read(history);
    await keepOnly();
    const summaries = summarize(record, { span, slots: 0 });
    print(Deno.stdout, (format === "json" ? json : text).renderHistory(summaries, span));
    return 0;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    print(Deno.stderr, `healthcheck: cannot read ${history}: ${error.message}`);
    return 1;
  }
}
