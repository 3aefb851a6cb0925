/** @module The files in deploy/, and what the real kustomize made of them. */
import { parseAll } from "@std/yaml";
import { filesIn } from "../support/folder.ts";

const DEPLOY = new URL("../../deploy/", import.meta.url);
const GOLDEN = new URL("golden/", import.meta.url);

/** An object of YAML. */
export type Yaml = { [key: string]: unknown };

/** The list of the sources that the renderings in golden/ were made from. */
export const DIGESTS: URL = new URL("sources.sha256", GOLDEN);

/** Reads a file in deploy/. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, DEPLOY));
}

/** Reads a file in deploy/ that has one document of YAML. */
export function yamlOf(path: string): Yaml {
  return documentsOf(textOf(path))[0] ?? {};
}

/** Parses a stream of YAML documents. */
export function documentsOf(text: string): Yaml[] {
  return parseAll(text) as Yaml[];
}

/** Returns the paths of all files in deploy/ and its folders, sorted. */
export function filesOf(folder = ""): string[] {
  return filesIn(DEPLOY, folder).sort();
}

/** Returns the folders of deploy/ that can be applied: components and transformers cannot. */
export function foldersOf(): string[] {
  return filesOf().filter((file) =>
    /^(?:base|injection|monitoring|overlays\/[^/]+)\/kustomization\.yaml$/.test(file)
  ).map((file) => file.slice(0, file.lastIndexOf("/")));
}

/** Returns where the rendering of a folder is; `undefined` for monitoring/, which has none. */
export function goldenOf(folder: string): URL | undefined {
  return folder === "monitoring"
    ? undefined
    : new URL(`${folder.replace("overlays/", "")}.yaml`, GOLDEN);
}

/** Returns what {@link DIGESTS} must hold: comments and layout do not count. */
export async function digests(): Promise<string> {
  const sources = filesOf().filter((file) => /^(?!monitoring\/).*\.yaml$/.test(file));
  const lines = await Promise.all(sources.map(async (file) => {
    const structure = new TextEncoder().encode(JSON.stringify(documentsOf(textOf(file))));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", structure));
    return `${digest.toHex()}  ${file}\n`;
  }));
  return lines.join("");
}
