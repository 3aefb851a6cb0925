import { check } from "../check/check.ts";
import { keepOnly } from "../process/permissions.ts";
import { loadProbes, permissionsOf } from "../endpoint/kinds.ts";
import { print } from "../process/print.ts";
import { FORMATS } from "../formats/formats.ts";
import type { Settings } from "../cli/settings.ts";

/** One round, whose report is printed. The status is 0 where it is ready, and 1 where it is not. */
export async function run(settings: Settings): Promise<number> {
  const { endpoints, format } = settings;
  const [targets, renderer] = await Promise.all([
    loadProbes(endpoints, settings),
    [...FORMATS.values()].find(({ name }) => name === format)?.load(),
  ]);
  await keepOnly("net", ...permissionsOf(endpoints));
  const report = await check(targets);
  print(Deno.stdout, renderer?.renderReport(report, { query: "", refresh: null }) ?? "");
  return report.ready ? 0 : 1;
}
