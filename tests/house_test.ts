import { assert, assertEquals } from "@std/assert";
import manifest from "../deno.json" with { type: "json" };
import { filesIn } from "./support/folder.ts";

/** The layers, highest first: imports only run down. */
const LAYERS: readonly (readonly string[])[] = [
  ["main.ts"],
  ["src/cli"],
  ["src/commands"],
  ["src/wait", "src/run", "src/watch", "src/server"],
  ["src/endpoint"],
  ["src/probes", "src/formats"],
  ["src/net", "src/exposition"],
  ["src/check"],
  ["src/process"],
  ["deno.json"],
];
/** The only import between folders of one layer. */
const ALLOWED = "src/watch -> src/server";

/** The most files that a folder of `src/` or `tests/` may hold. */
const MAX_FILES = 16;
/** Folders that hold data: certificates, and what a generator or a standard gave. */
const DATA = ["tests/certificates", "tests/deploy/golden", "tests/deploy/schemas"];
/** Folders that hold more files than they may. The list may only shrink. */
const CROWDED: readonly string[] = [];

const ROOT = new URL("../", import.meta.url);

const FILES = ["main.ts", ...filesIn(ROOT, "src/", ".ts")].filter((file) =>
  !file.endsWith(".d.ts")
);

/** The folder of laws, which mirrors none of `src/` because a law may be of several. */
const LAWS = "tests/laws";

const SOURCES = [...Deno.readDirSync(new URL("src/", ROOT))].map(({ name }) => `src/${name}`);

function textOf(file: string): string {
  return Deno.readTextFileSync(new URL(file, ROOT));
}

/** The paths that a file imports from this repository, types and dynamic imports included. */
function importsOf(file: string): string[] {
  return [...textOf(file).matchAll(/(?:from|import|import\()\s*["'](\.[^"']+)["']/g)].map((
    [, path = ""],
  ) => new URL(path, new URL(file, ROOT)).href.slice(ROOT.href.length));
}

/** Returns `src/net` for `src/net/sockets/dial.ts`; a file at the top level is its own folder. */
function folderOf(file: string): string {
  return file.startsWith("src/") ? file.split("/", 2).join("/") : file;
}

/** Returns `src/watch/notify` for `src/watch/notify/queue.ts`. */
function roomOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

/** Whether one of two rooms is in the other: they are parts of one thing, and may import each other. */
function isNested(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

function layerOf(file: string): number {
  return LAYERS.findIndex((folders) => folders.includes(folderOf(file)));
}

Deno.test("every file of src/ is in the folder of a layer when the tree is read", () => {
  assert(FILES.length > 60);
  for (const file of FILES) {
    assert(layerOf(file) >= 0, `${file} is in no layer: move it, or add its folder to LAYERS`);
  }
});

Deno.test("docs/ARCHITECTURE.md lists the layers in their order when its table is read", () => {
  const rows = textOf("docs/ARCHITECTURE.md").matchAll(/^\| (`(?:main\.ts|src\/)[^|]*)\|/gm);
  const listed = [...rows].map(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, folder = ""]) => folder)
  );
  const advice = "give the table of docs/ARCHITECTURE.md a row for each of LAYERS in this file";
  assertEquals(listed, LAYERS.filter((folders) => !folders.includes("deno.json")), advice);
});

Deno.test("no import is hidden from importsOf() when the sources are read", () => {
  const hidden =
    /\bimport\((?!\s*["'])|\bimport\.meta\.resolve\b|<reference |@ts-types|@deno-types/;
  for (const file of FILES) assert(!hidden.test(textOf(file)), file);
  const targets = Object.values(manifest.imports);
  assertEquals(targets.filter((target) => !/^(?:npm|jsr):/.test(target)), []);
});

Deno.test("every import runs down the layers when the sources are read", () => {
  const upwards = FILES.flatMap((file) =>
    importsOf(file).filter((imported) => {
      const [from, to] = [folderOf(file), folderOf(imported)];
      if (from === to || `${from} -> ${to}` === ALLOWED) return false;
      return layerOf(imported) <= layerOf(file);
    }).map((imported) => `${file} -> ${imported}`)
  );
  assertEquals(upwards, []);
});

Deno.test("no command imports another when the sources are read", () => {
  const commandOf = (file: string): string | undefined =>
    /^src\/commands\/(?!arguments\/)(\w+)\//.exec(file)?.[1];
  const crossing = FILES.flatMap((file) =>
    importsOf(file).filter((imported) => {
      const [from, to] = [commandOf(file), commandOf(imported)];
      return from !== undefined && to !== undefined && from !== to;
    }).map((imported) => `${file} -> ${imported}`)
  );
  assertEquals(crossing, []);
});

Deno.test("src/cli/ loads no more of a command than its arguments when the sources are read", () => {
  for (const file of FILES.filter((file) => file.startsWith("src/cli/"))) {
    const loaded = [
      ...textOf(file).matchAll(/^import (?!type )[^;]+ from "\.\.\/commands\/([^"]+)"/gm),
    ];
    for (const [, path = ""] of loaded) {
      assert(/(?:^|\/)arguments(?:\/|\.ts$)/.test(path), `${file}: ${path}`);
    }
  }
});

Deno.test("no import is circular when the sources are read", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert(!path.includes(file), [...path, file].join(" -> "));
    if (done.has(file) || !file.endsWith(".ts")) return;
    for (const imported of importsOf(file)) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
});

Deno.test("no rooms of src/ import each other in a circle when the sources are read", () => {
  const imports = new Map<string, string[]>();
  for (const file of FILES.filter((file) => file.startsWith("src/"))) {
    const room = roomOf(file);
    const others = importsOf(file).filter((imported) => imported.startsWith("src/")).map(roomOf);
    imports.set(room, [
      ...imports.get(room) ?? [],
      ...others.filter((other) => !isNested(room, other)),
    ]);
  }
  const done = new Set<string>();
  const visit = (room: string, path: readonly string[]): void => {
    const circle = [...path, room].join(" -> ");
    assert(!path.includes(room), `${circle}: move what both need into a room below them`);
    if (done.has(room)) return;
    for (const other of imports.get(room) ?? []) visit(other, [...path, room]);
    done.add(room);
  };
  for (const room of imports.keys()) visit(room, []);
});

function foldersIn(folder: string): string[] {
  const folders = [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].filter(({ isDirectory }) =>
    isDirectory
  );
  return [folder, ...folders.flatMap(({ name }) => foldersIn(`${folder}/${name}`))];
}

Deno.test(`no folder of src/ or tests/ holds more than ${MAX_FILES} files when the tree is read`, () => {
  const folders = [...foldersIn("src"), ...foldersIn("tests")];
  for (const folder of [...CROWDED, ...DATA]) {
    assert(folders.includes(folder), `${folder} is gone: take it off its list in this file`);
  }
  for (const folder of folders.filter((folder) => !DATA.includes(folder))) {
    const files = [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].filter(({ isFile }) => isFile);
    const isListed = CROWDED.includes(folder);
    const advice = isListed
      ? "take it off the list CROWDED in this file"
      : "give the files that belong together a folder of their own";
    const isCrowded = files.length > MAX_FILES;
    assertEquals(isCrowded, isListed, `${folder} holds ${files.length} files: ${advice}`);
  }
});

Deno.test("deno task test-src ignores the folders of tests/ without tests of src/ when it is read", () => {
  const others = foldersIn("tests").filter((folder) => {
    const [, room, ...deeper] = folder.split("/");
    const isMirror = SOURCES.includes(`src/${room}`);
    const hasTests = [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].some(({ name }) =>
      name.endsWith("_test.ts")
    );
    const isOfSources = isMirror || folder === LAWS;
    return room !== undefined && deeper.length === 0 && hasTests && !isOfSources;
  });
  const ignored = /--ignore=(\S+)/.exec(manifest.tasks["test-src"])?.[1]?.split(",");
  const advice = "correct --ignore of the task test-src in deno.json";
  assertEquals(ignored, others.toSorted(), advice);
});

Deno.test("no file re-exports another when the sources are read", () => {
  for (const file of FILES) assert(!/^export (?:type )?[{*]/m.test(textOf(file)), file);
});

Deno.test("every file with several exports opens with @module when the sources are read", () => {
  for (const file of FILES) {
    const text = textOf(file);
    const exports = text.match(/^export /gm) ?? [];
    assert(exports.length < 2 || /^\/\*\* @module \S/.test(text), file);
  }
});
