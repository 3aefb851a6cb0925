/** @module The command `check`. */
import { runRound } from "../../check/check.ts";
import { Trace } from "../../check/trace.ts";
import { loadFormat } from "../../formats/format.ts";
import { REPORT_FORMATS } from "../../formats/report_formats.ts";
import { hasColor, paint, type Rule } from "../../process/output/color.ts";
import { print } from "../../process/output/print.ts";
import { prepareTargets } from "../targets.ts";
import type { CheckSettings } from "./arguments.ts";

const RULES: readonly Rule[] = [
  ["green", /(?<=^All: )Ready|^ok(?= )/gm],
  ["yellow", /^WARN(?= )/gm],
  ["red", /^FAILED(?= )/gm],
  ["dim", /\(\d+ ms[^()]*\)$|(?<=^ +)\d+\.\d ms(?= )/gm],
];

/** Runs one round and prints its report. The exit status is 0 if it is ready, else 1. */
export async function run(settings: CheckSettings): Promise<number> {
  const { endpoints, format, verbose, color } = settings;
  const createTrace = verbose ? (): Trace => new Trace() : undefined;
  // The permission to read TERM ends with the preparation.
  const isPainted = format === "text" && hasColor(color, Deno.stdout);
  const [targets, renderer] = await Promise.all([
    prepareTargets({ endpoints, tls: settings, createTrace }),
    loadFormat(REPORT_FORMATS, format),
  ]);
  const report = await runRound(targets);
  const text = renderer.renderReport(report, { query: "", refresh: null });
  print(Deno.stdout, isPainted ? paint(text, RULES) : text);
  return report.ready ? 0 : 1;
}
