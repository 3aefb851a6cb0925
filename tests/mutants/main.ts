// deno task mutants [PATH] [--seed N] [--count 100]: changes the sources in a copy, one mutant at a
// time, and prints those that the tests do not notice. PATH is a file or a folder of src/.
import { readArguments, SEED } from "../support/command/arguments.ts";
import { filesIn, inFolder } from "../support/folder.ts";
import { draw } from "./draw.ts";
import { reasonOfEquivalent } from "./equivalents.ts";
import { type Mutant, mutantsOf } from "./mutate.ts";
import { relatedTests } from "./related.ts";
import { type Fate, Trial } from "./trial.ts";

const ROOT_URL = new URL("../../", import.meta.url);
const ROOT = ROOT_URL.pathname;
/** What no test needs. */
const LEFT = [".git", "dist"];
const NAMES = [...Deno.readDirSync(ROOT)].map(({ name }) => name);

// deno-lint-ignore no-console
const print = (line: string): void => console.log(line);

const files = ["src/", "tests/"].flatMap((folder) => filesIn(ROOT_URL, folder, ".ts"));
const tree = new Map(files.map((path) => [path, Deno.readTextFileSync(ROOT + path)]));
const sources = files.filter((file) => file.startsWith("src/") && !file.endsWith(".d.ts"));
const isIn = (file: string, path: string): boolean =>
  `${file}/`.startsWith(path.replace(/\/*$/, "/"));

const { numbers: { seed, count }, paths } = readArguments(
  { does: "mutate", line: "deno task mutants [PATH] [--seed N] [--count 100]" },
  { seed: SEED, count: { default: 100, from: 1 } },
  (paths) => {
    const wrong = paths.find((path) => !sources.some((file) => isIn(file, path)));
    if (wrong === undefined) return;
    throw new RangeError(`PATH must be a file or a folder of src/ with sources, got ${wrong}`);
  },
);
const chosen = paths.length === 0 ? ["src"] : paths;
const mutants = sources.filter((file) => chosen.some((path) => isIn(file, path)))
  .flatMap((file) => mutantsOf(file, tree.get(file) ?? ""));
const drawn = draw(mutants, count, seed);
print(`seed ${seed}: ${drawn.length} of ${mutants.length} mutants`);

const fates = new Map<Fate | "equivalent", number>();
await inFolder(async (folder) => {
  await new Deno.Command("cp", {
    args: ["-R", ...NAMES.filter((name) => !LEFT.includes(name)), folder],
    cwd: ROOT,
  }).output();
  const trial = new Trial(folder);
  for (const [index, mutant] of drawn.entries()) {
    const known = reasonOfEquivalent(mutant, tree.get(mutant.file) ?? "");
    const fate = known === undefined
      ? await trial.run(mutant, relatedTests(mutant.file, tree))
      : "equivalent";
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
    if (fate !== "killed") print(`${index + 1} ${fate}: ${described(mutant)}`);
  }
});
print([...fates].map(([fate, number]) => `${fate} ${number}`).join(", "));
Deno.exit(fates.has("lives") ? 1 : 0);

function described({ file, line, kind, before, text }: Mutant): string {
  const [from, to] = [before, text].map((part) => part.replaceAll(/\s+/g, " ").slice(0, 80));
  return `${file}:${line} ${kind} ${from} -> ${to}`;
}
