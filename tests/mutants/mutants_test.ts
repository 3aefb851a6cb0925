import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../support/folder.ts";
import { draw } from "./draw.ts";
import { EQUIVALENTS, reasonOfEquivalent } from "./equivalents.ts";
import { KINDS, type Mutant, mutantsOf } from "./mutate.ts";
import { relatedTests } from "./related.ts";
import { Trial } from "./trial.ts";

/** Returns the texts of the mutants of a source, each whole. */
function changed(source: string): string[] {
  return mutantsOf("src/a.ts", source).map(({ start, end, text }) =>
    source.slice(0, start) + text + source.slice(end)
  );
}

Deno.test("mutantsOf() finds a mutant of each kind when the source has one", () => {
  assertEquals(changed("a < b;"), ["a <= b;"]);
  assertEquals(changed("a(1_000);"), ["a(1001);"]);
  assertEquals(changed("held?.release();"), [";"]);
  assertEquals(changed("try { a(); } finally { b(); }"), ["try { a(); } finally {}"]);
  assertEquals(changed("const a = await b();"), ["const a = (b());"]);
  assertEquals(changed("signal.throwIfAborted();"), [";"]);
  assertEquals(changed("a(signal?.aborted);"), ["a(false);"]);
  assertEquals(changed('signal.addEventListener("abort", end);'), [";"]);
  assertEquals(changed("if (a) b(); else c();"), [
    "if (!(a)) b(); else c();",
    "if (a) {} else c();",
    "if (a) b(); else {}",
  ]);
  assertEquals(changed("const b = a ? c : d;"), ["const b = !(a) ? c : d;"]);
});

Deno.test("mutantsOf() leaves types and imports alone when the source has both", () => {
  assertEquals(changed('import a from "b";\nlet c: 1 | 2 = a;'), []);
});

Deno.test("EQUIVALENTS names only mutants of the sources as they are", async () => {
  for (const { file, code, reason } of EQUIVALENTS) {
    const source = await Deno.readTextFile(new URL(`../../${file}`, import.meta.url));
    const lines = source.split("\n");
    const isFound = mutantsOf(file, source).some((mutant) =>
      lines[mutant.line - 1]?.trim() === code && reasonOfEquivalent(mutant, source) === reason
    );
    assert(isFound, `${file}: ${code}`);
  }
});

Deno.test("draw() gives the same, 5 % of each kind, when it is called twice with a seed", () => {
  const of = (kind: Mutant["kind"], count: number): Mutant[] =>
    Array.from(
      { length: count },
      (_, line) => ({ file: "a", line, kind, start: 0, end: 0, before: "", text: "" }),
    );
  const all = KINDS.flatMap((kind) => of(kind, kind === "condition" ? 10_000 : 10));
  const drawn = draw(all, 100, 7);
  assertEquals(drawn, draw(all, 100, 7));
  assertEquals(drawn.length, 100);
  for (const kind of KINDS) {
    assert(drawn.filter((mutant) => mutant.kind === kind).length >= 5, kind);
  }
});

Deno.test("relatedTests() finds the mirror, importing tests and theirs when a file is imported", () => {
  const tree = new Map([
    ["src/a.ts", ""],
    ["src/b.ts", 'import { a } from "./a.ts";'],
    ["src/c.ts", 'import { b } from "./b.ts";'],
    ["tests/a_test.ts", ""],
    ["tests/b_test.ts", ""],
    ["tests/c_test.ts", ""],
    ["tests/other_test.ts", 'import { a } from "../src/a.ts";'],
  ]);
  assertEquals(relatedTests("src/a.ts", tree), [
    "tests/a_test.ts",
    "tests/b_test.ts",
    "tests/other_test.ts",
  ]);
});

Deno.test("Trial.run() tells a killed mutant from one that lives and restores the file", async () => {
  await inFolder(async (folder) => {
    const task = { tasks: { test: "deno test --allow-read" } };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(task));
    const source = "export const a = (b: number): boolean => b < 3;\nexport const c = 1;\n";
    await Deno.writeTextFile(`${folder}/a.ts`, source);
    const test = 'import { a } from "./a.ts";\nDeno.test("a", () => { if (a(3)) throw 1; });\n';
    await Deno.writeTextFile(`${folder}/a_test.ts`, test);
    const [turned, moved, unused] = mutantsOf("a.ts", source);
    assert(turned !== undefined && moved !== undefined && unused !== undefined);
    const trial = new Trial(folder, 100);
    assertEquals(await trial.run(turned, ["a_test.ts"]), "killed");
    assertEquals(await trial.run(moved, ["a_test.ts"]), "killed");
    assertEquals(await trial.run(unused, ["a_test.ts"]), "lives");
    const endless = { ...turned, text: "<= (() => { for (;;); })() +" };
    assertEquals(await trial.run(endless, ["a_test.ts"]), "timed out");
    assertEquals(await Deno.readTextFile(`${folder}/a.ts`), source);
  });
});
