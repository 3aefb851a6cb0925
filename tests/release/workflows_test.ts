import { assert, assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const WORKFLOWS = new URL(".github/workflows/", ROOT);

function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** The texts of the workflows by their names. */
const TEXTS = new Map(
  [...Deno.readDirSync(WORKFLOWS)].map(({ name }) => [name, textOf(`.github/workflows/${name}`)]),
);

/** Returns the first groups of all matches in all workflows. */
function found(pattern: RegExp): string[] {
  return [...TEXTS.values()].flatMap((text) =>
    Array.from(text.matchAll(pattern), ([, group = ""]) => group)
  );
}

Deno.test("the workflows pin every action by its digest when they are read", () => {
  const actions = found(/uses: (.+)$/gm).filter((action) => !action.startsWith("./"));
  assert(actions.length > 5);
  for (const action of actions) {
    const advice = "pin it by the digest of a commit, with its version as a comment";
    assertMatch(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/, advice);
  }
});

Deno.test("the workflows give no permission to every job but to read when they are read", () => {
  for (const [name, text] of TEXTS) {
    const advice = `give ${name} no permission but contents: read, and a job what else it needs`;
    assertMatch(text, /^permissions:(?: \{\}|\n {2}contents: read)\n(?! )/m, advice);
  }
});

Deno.test("the tasks of workflows and CONTRIBUTING.md exist when they are read", () => {
  const documented = textOf(".github/CONTRIBUTING.md").matchAll(/deno task ([\w-]+)/g);
  const called = found(/deno task (?:--quiet )?([a-z-]+)/g);
  assert(called.length > 5);
  const names = new Set([...called, ...Array.from(documented, ([, name = ""]) => name)]);
  const missing = [...names].filter((name) => !(name in manifest.tasks));
  assertEquals(missing, [], "correct the task in .github/, or add it to deno.json");
});

Deno.test("the workflows use the Deno of the image and of .ci/run when they are read", () => {
  const [, image] = /deno:(\d[\d.]+\d)/.exec(textOf("Containerfile.distroless")) ?? [];
  const [, local] = /deno@(\d[\d.]+\d)/.exec(textOf(".ci/run")) ?? [];
  const versions = found(/deno-version: ([\d.]+)/g);
  const advice =
    "write the version of Deno in Containerfile.distroless into .ci/run and .github/workflows/";
  assertEquals([...new Set([...versions, local])], [image], advice);
});
