import { assert, assertEquals } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };
import { inFolder } from "./support/folder.ts";
import { Program } from "./support/program.ts";

const ROOT = new URL("../", import.meta.url).pathname;
/** What only TLS, names, files that may block and the history need. */
const NODE_MODULES: readonly string[] = [
  "node:buffer",
  "node:crypto",
  "node:dns/promises",
  "node:fs/promises",
  "node:net",
  "node:sqlite",
  "node:tls",
];
const NODE_MODULE = /(["'])(node:[\w/]+)\1/g;
const MEDIA_TYPES: readonly string[] = [
  "text/plain",
  "application/json",
  "application/health+json",
  "text/html",
];

/** Bundles the program as `deno task bundle` does. Returns the text of each file. */
async function bundle(folder: string): Promise<Map<string, string>> {
  const args = manifest.tasks.bundle.replace(/^deno /, "").replace(" dist ", ` ${folder} `);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: args.split(" "),
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const texts = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    texts.set(`${folder}/${name}`, await Deno.readTextFile(`${folder}/${name}`));
  }
  return texts;
}

Deno.test("the bundle names the listed modules of Node alone when it is built", async () => {
  await inFolder(async (folder) => {
    const texts = [...(await bundle(folder)).values()];
    const found = texts.flatMap((text) =>
      [...text.matchAll(NODE_MODULE)].map(([, , name]) => name)
    );
    assertEquals([...new Set(found)].toSorted(), [...NODE_MODULES]);
    // Lighter engines than V8 lack them.
    const missing = /\bIntl\b|\btoLocale\w*|\blocaleCompare\b|\bWebAssembly\b|\brequire\(/g;
    assertEquals(texts.flatMap((text) => text.match(missing) ?? []), []);
  });
});

Deno.test("docs/image.md states the size of the bundle when it is built", async () => {
  const page = await Deno.readTextFile(`${ROOT}docs/image.md`);
  const [, stated] = /The bundle, .* is about (\d+) KB /.exec(page) ?? [];
  await inFolder(async (folder) => {
    const texts = [...(await bundle(folder)).values()];
    const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0);
    const advice = `write "about ${Math.round(bytes / 1000)} KB" into docs/image.md, not ${stated}`;
    assert(Math.abs(Number(stated) - bytes / 1000) < 50, advice);
  });
});

Deno.test("the bundle loads no module of Node when it serves http endpoints", async () => {
  await using app = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response('{"ready":true} m 1\n'),
  );
  await inFolder(async (folder) => {
    for (const [file, text] of await bundle(folder)) {
      await Deno.writeTextFile(file, text.replaceAll(NODE_MODULE, '"./no-such-module.js"'));
    }
    const url = `http://localhost:${app.addr.port}/`;
    const endpoints = [url, `${url}#contains=ready`, `${url}#method=HEAD&status=200-299`];
    await using program = new Program(["0", "5", ...endpoints], { main: `${folder}/main.js` });
    const base = `http://127.0.0.1:${await program.port()}`;
    for (const accept of MEDIA_TYPES) {
      for (const path of ["/all", "/self"]) {
        const response = await fetch(base + path, { headers: { accept } });
        assertEquals([response.status, (await response.text()).length > 0], [200, true]);
      }
    }
    const metrics = await fetch(`${base}/metrics`);
    assertEquals([metrics.status, (await metrics.text()).length > 0], [200, true]);
  });
});
