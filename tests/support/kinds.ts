import { KINDS } from "../../src/probes/kinds.ts";
import { COMMON_OPTIONS } from "../../src/endpoint/options.ts";

/** Returns the schemes, without colons, of the kinds that have each option, by its name. */
export async function kindsByOption(): Promise<Map<string, string[]>> {
  const schemes = [...KINDS.keys()].map((scheme) => scheme.slice(0, -1));
  const kinds = new Map(Object.keys(COMMON_OPTIONS).map((name) => [name, [...schemes]]));
  for (const [scheme, load] of KINDS) {
    const { table } = (await load()).options;
    for (const name of Object.keys(table)) {
      kinds.set(name, [...kinds.get(name) ?? [], scheme.slice(0, -1)]);
    }
  }
  return kinds;
}
