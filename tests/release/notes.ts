// deno task notes VERSION: prints what CHANGELOG.md says of a version, as the notes of its release.
import manifest from "../../deno.json" with { type: "json" };

/** Prints an error and exits with 1. */
function fail(message: string): never {
  // deno-lint-ignore no-console
  console.error(message);
  Deno.exit(1);
}

const version = Deno.args[0] ?? "";
if (version !== manifest.version) {
  fail(`cannot release ${version}: it must be the version of deno.json, ${manifest.version}`);
}
const changelog = await Deno.readTextFile(new URL("../../CHANGELOG.md", import.meta.url));
const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}] - `));
if (section === undefined) {
  fail(`cannot release ${version}: CHANGELOG.md must have it, with a date`);
}
// deno-lint-ignore no-console
console.log(section.slice(section.indexOf("\n")).trim());
