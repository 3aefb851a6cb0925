/** @module The part of kustomize that deploy/ uses. What it cannot resolve is a mistake there. */
import { parse } from "@std/yaml";

const DEPLOY = new URL("../../deploy/", import.meta.url);

/** An object of YAML. */
export type Yaml = { [key: string]: unknown };

/** What a kustomization builds. */
export interface Built {
  /** The objects, patched. */
  readonly resources: readonly Yaml[];
  /** The references of the images, by their names in the manifests. */
  readonly images: ReadonlyMap<string, string>;
}

/** Reads a file in deploy/. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, DEPLOY));
}

/** Reads a file in deploy/ as YAML. */
export function yamlOf(path: string): Yaml {
  return parse(textOf(path)) as Yaml;
}

/** Returns the paths of all files in deploy/ and its folders. */
export function filesOf(folder = ""): string[] {
  return [...Deno.readDirSync(new URL(folder, DEPLOY))].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesOf(`${folder}${name}/`) : [`${folder}${name}`]
  );
}

/**
 * Builds the kustomization of a folder.
 *
 * @throws {Error} if a file that it names, or an object that it patches, does not exist.
 */
export function build(folder: string): Built {
  const kustomization = yamlOf(`${folder}/kustomization.yaml`);
  const list = (key: string): unknown[] => (kustomization[key] ?? []) as unknown[];
  const resources: Yaml[] = [];
  const images = new Map<string, string>();
  for (const name of [...list("resources"), ...list("components")] as string[]) {
    const path = resolve(folder, name);
    if (path.endsWith(".yaml")) resources.push(yamlOf(path));
    else {
      const built = build(path);
      resources.push(...built.resources);
      for (const [image, reference] of built.images) images.set(image, reference);
    }
  }
  for (const { name, newName, newTag } of list("images") as Record<string, string>[]) {
    images.set(name ?? "", `${newName}:${newTag}`);
  }
  for (const { files } of list("configMapGenerator") as { files: string[] }[]) {
    for (const file of files) textOf(resolve(folder, file));
  }
  for (const { path } of list("patches") as { path: string }[]) {
    const patch = yamlOf(resolve(folder, path));
    const index = resources.findIndex((resource) => identityOf(resource) === identityOf(patch));
    if (index < 0) throw new Error(`cannot patch: ${identityOf(patch)} must be in ${folder}`);
    resources[index] = merge(resources[index], patch) as Yaml;
  }
  return { resources, images };
}

function resolve(folder: string, path: string): string {
  return new URL(`${folder}/${path}`, DEPLOY).href.slice(DEPLOY.href.length);
}

function identityOf({ kind, metadata }: Yaml): string {
  return `${kind}/${(metadata as Yaml)["name"]}`;
}

/** Merges strategically: objects by key, lists of named objects by name. */
function merge(base: unknown, patch: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(patch) && patch.every(isNamed)) {
    const merged = (base as Yaml[]).flatMap((item) => {
      const change = patch.find(({ name }) => name === item["name"]);
      if (change === undefined) return [item];
      return change["$patch"] === "delete" ? [] : [merge(item, change) as Yaml];
    });
    const names = base.map(({ name }) => name);
    return [...merged, ...patch.filter(({ name }) => !names.includes(name))];
  }
  if (!isObject(base) || !isObject(patch)) return patch;
  const merged: Yaml = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(base[key], value);
  }
  return merged;
}

function isNamed(item: unknown): item is Yaml {
  return isObject(item) && "name" in item;
}

function isObject(value: unknown): value is Yaml {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
