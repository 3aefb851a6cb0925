import { assertEquals } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };

// `deno install` adds them, and from then on each `deno task` downloads them.
Deno.test("deno.lock holds no package that only tests import", async () => {
  const imported = new Set(Object.values(manifest.imports).map(packageOf));
  const ofTests = new Set(Object.values(manifest.scopes["./tests/"]).map(packageOf));
  const lock = JSON.parse(await Deno.readTextFile(new URL("../deno.lock", import.meta.url)));
  const locked = new Set(Object.keys(lock.specifiers));
  assertEquals([...imported.difference(locked)], []);
  assertEquals([...ofTests.difference(imported).intersection(locked)], []);
});

/** `npm:@scope/name@1.2.3` of `npm:@scope/name@1.2.3/path`. */
function packageOf(target: string): string {
  return /^\w+:(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target;
}
