import { assertEquals, assertMatch } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };

const SCRIPT = new URL("originals.ts", import.meta.url).pathname;
const VERSIONS: Readonly<Record<string, string>> = { cli: "1.0.32", http: "1.1.3", text: "1.0.19" };
/** Files on JSR, by their path. */
type Files = Readonly<Record<string, string>>;

/** The modules that deno.json maps, by the name of the package and their path in it. */
const MAPPED: readonly (readonly [path: string, url: URL])[] = Object.entries(manifest.imports)
  .filter(([specifier]) => specifier.startsWith("@std/"))
  .map(([specifier, target]) => [
    target.replace(/^npm:deno-std@[^/]+\//, ""),
    new URL(import.meta.resolve(specifier)),
  ]);

/** The modules with all they import, in TypeScript, as JSR has them. */
async function originals(): Promise<Files> {
  const files: Record<string, string> = {};
  const left = [...MAPPED];
  for (const [path, url] of left) {
    const text = await Deno.readTextFile(url);
    for (const [, imported = ""] of text.matchAll(/^import .* from "(\.[^"]+)";$/gm)) {
      const { pathname } = new URL(imported, `file:///${path}`);
      left.push([pathname.slice(1), new URL(imported, url)]);
    }
    const typed = text.replaceAll(/^(import .* from "\..*)\.js";$/gm, '$1.ts";');
    files[path.replace(/\.js$/, ".ts")] = `// Typed.\nexport type Added = string;\n\n${typed}`;
  }
  return files;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${new Uint8Array(digest).toHex()}`;
}

/** Answers as JSR does: the versions of a package, the files of a version, and a file. */
async function answer(files: Files, path: string): Promise<Response> {
  const [, name = "", rest = ""] = /^\/@std\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const version = VERSIONS[name] ?? "";
  if (rest === "meta.json") {
    return Response.json({ scope: "std", name, latest: version, versions: { [version]: {} } });
  }
  const own = Object.entries(files).filter(([file]) => file.startsWith(`${name}/`))
    .map(([file, text]) => [file.slice(name.length), text] as const);
  if (rest === `${version}_meta.json`) {
    const sizes = own.map(async ([file, text]) => {
      return [file, { size: new TextEncoder().encode(text).length, checksum: await sha256(text) }];
    });
    const exports = own.map(([file]) => {
      return [`.${file.replaceAll("_", "-").replace(/\.ts$/, "")}`, `.${file}`];
    });
    return Response.json({
      manifest: Object.fromEntries(await Promise.all(sizes)),
      exports: Object.fromEntries(exports),
    });
  }
  const found = own.find(([file]) => rest === `${version}${file}`);
  return found === undefined
    ? new Response("not found", { status: 404 })
    : new Response(found[1], { headers: { "content-type": "text/typescript" } });
}

async function compareWith(files: Files): Promise<{ code: number; out: string; err: string }> {
  // Deno keeps what it read from a URL, and a later run may get the same port.
  const root = `/${crypto.randomUUID()}`;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    return answer(files, new URL(request.url).pathname.slice(root.length));
  });
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", SCRIPT],
      env: { JSR_URL: `http://127.0.0.1:${server.addr.port}${root}/`, NO_COLOR: "1" },
    }).output();
    const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { code, out, err };
  } finally {
    await server.shutdown();
  }
}

Deno.test("originals.ts finds every mapped module the same when only types differ", async () => {
  const { code, out, err } = await compareWith(await originals());
  assertEquals([code, err], [0, ""]);
  const found = out.trimEnd().split("\n").map((line) => line.split(" ")[0]);
  assertEquals(found, MAPPED.map(() => "same"));
});

Deno.test("originals.ts exits 1 when one statement differs", async () => {
  const files = await originals();
  const changed = `${files["http/status.ts"]}\nexport const more = 1;\n`;
  const { code, out } = await compareWith({ ...files, "http/status.ts": changed });
  assertEquals(code, 1);
  assertMatch(
    out,
    /^same .*parse_args\.js .*\n(?:same .*\n)*DIFFERS .*status\.js jsr:@std\/http@1\.1\.3\/status/,
  );
});

Deno.test("originals.ts exits 1 when JSR does not have the version", async () => {
  const { code, out, err } = await compareWith({});
  assertEquals([code, out], [1, ""]);
  assertMatch(err, /^cannot bundle jsr:@std\/cli@1\.0\.32\/parse-args: /);
});
