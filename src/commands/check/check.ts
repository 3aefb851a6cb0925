/** @module The command `check`. */
import { runRound } from "../../check/check.ts";
import { Trace } from "../../check/trace.ts";
import { loadFormat } from "../../formats/format.ts";
import { REPORT_FORMATS } from "../../formats/report_formats.ts";
import { print } from "../../process/output/print.ts";
import { prepareTargets } from "../targets.ts";
import type { CheckSettings } from "./arguments.ts";

/** Runs one round and prints its report. The exit status is 0 if it is ready, else 1. */
export async function run(settings: CheckSettings): Promise<number> {
  const { endpoints, format, verbose } = settings;
  const createTrace = verbose ? (): Trace => new Trace() : undefined;
  const [targets, renderer] = await Promise.all([
    prepareTargets({ endpoints, tls: settings, createTrace }),
    loadFormat(REPORT_FORMATS, format),
  ]);
  const report = await runRound(targets);
  print(Deno.stdout, renderer.renderReport(report, { query: "", refresh: null }));
  return report.ready ? 0 : 1;
}
