import { assert, assertEquals } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };
import { inFolder } from "./support/folder.ts";

const DECLARATIONS = ["../src/deno_std.d.ts", "./deno_std.d.ts"]
  .map((path) => new URL(path, import.meta.url));

/** The modules of the standard library that deno.json maps. */
const MAPPED = Object.keys({ ...manifest.imports, ...manifest.scopes["./tests/"] })
  .filter((specifier) => specifier.startsWith("@std/"));

/** The body of each declared module, by its specifier. */
async function declaredModules(): Promise<Map<string, string>> {
  const texts = await Promise.all(DECLARATIONS.map((url) => Deno.readTextFile(url)));
  const modules = texts.join("").matchAll(/^declare module "([^"*]+)\*?" \{\n(.*?)^\}/gms);
  return new Map(Array.from(modules, ([, specifier = "", body = ""]) => [specifier, body]));
}

Deno.test("deno_std.d.ts declares the modules that are mapped when they have no types", async () => {
  assertEquals([...(await declaredModules()).keys()].toSorted(), MAPPED.toSorted());
});

Deno.test("deno_std.d.ts declares values that exist when the module is imported", async () => {
  for (const [specifier, body] of await declaredModules()) {
    const values = body.matchAll(/^ {2}export (?!interface )\w+ (\w+)/gm);
    const declared = Array.from(values, ([, name = ""]) => name);
    const actual = await import(specifier);
    assert(declared.length > 0, `${specifier}: nothing is declared`);
    assertEquals(declared.filter((name) => !(name in actual)), [], specifier);
  }
});

Deno.test("deno_std.d.ts declares the numbers of statuses when it names them", async () => {
  const { STATUS_CODE } = await import("@std/http/status");
  const body = (await declaredModules()).get("@std/http/status") ?? "";
  const declared = Array.from(body.matchAll(/readonly (\w+): (\d+);/g), ([, name, code]) => {
    return [name, Number(code)];
  });
  assert(declared.length > 0);
  assertEquals({ ...STATUS_CODE, ...Object.fromEntries(declared) }, { ...STATUS_CODE });
});

Deno.test("deno_std.d.ts gives way when a mapped module has types", async () => {
  await inFolder(async (folder) => {
    const types = DECLARATIONS.map(({ pathname }) => pathname);
    const imports = { "@std/http/status": "./status.ts" };
    await Deno.writeTextFile(
      `${folder}/deno.json`,
      JSON.stringify({ imports, compilerOptions: { types } }),
    );
    await Deno.writeTextFile(`${folder}/status.ts`, "export const ONLY_HERE: number = 1;\n");
    await Deno.writeTextFile(
      `${folder}/main.ts`,
      'import { ONLY_HERE } from "@std/http/status";\nexport const number: number = ONLY_HERE;\n',
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "main.ts"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  });
});
