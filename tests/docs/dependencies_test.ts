import { assert, assertEquals } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const TEXT = Deno.readTextFileSync(new URL("docs/dependencies.md", ROOT));

Deno.test("docs/dependencies.md lists every package of the program when it is read", () => {
  const packages = Object.values(manifest.imports).map((target) =>
    /^npm:([^/]+)/.exec(target)?.[1] ?? target
  );
  const listed = Array.from(TEXT.matchAll(/^\| `([^`]+)`/gm), ([, name]) => name);
  const advice = "give docs/dependencies.md a row for each package that deno.json imports";
  assertEquals(listed.toSorted(), [...new Set(packages)].toSorted(), advice);
});

Deno.test("docs/dependencies.md states the versions that originals.ts compares when it is read", () => {
  const script = Deno.readTextFileSync(new URL("tests/release/originals.ts", ROOT));
  const versions = [...script.matchAll(/"(@std\/\w+)": "([^"]+)"/g)];
  assert(versions.length > 0);
  for (const [, name, version] of versions) {
    const advice = `state ${name} ${version} in docs/dependencies.md, and in its specifier of JSR`;
    assert(TEXT.includes(`\`${name}\` ${version}`), advice);
    assert(TEXT.includes(`jsr:${name}@${version}/`), advice);
  }
});
