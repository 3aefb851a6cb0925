// deno task base [URL]: fails when distroless no longer updates the base image. Dependabot cannot
// see an image that an ARG names, and `nonroot` is no version that it could compare.

/** It has the table of the images that are published and updated. */
const README = "https://raw.githubusercontent.com/GoogleContainerTools/distroless/main/README.md";
const TIMEOUT_MS = 30_000;

const [url = README] = Deno.args;
const containerfile = await Deno.readTextFile(
  new URL("../../Containerfile.distroless", import.meta.url),
);
const [, image = "", tag = ""] = /^ARG BASE_IMAGE=(\S+):(\S+)$/m.exec(containerfile) ?? [];

/** Returns the cells of the row of the image; `undefined` if the table has none. */
async function cellsOf(image: string): Promise<string[] | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`cannot read ${url}: status ${response.status}`);
  const rows = (await response.text()).split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) => row.split("|").map((cell) => cell.trim()))
    .find(([, name]) => name === image);
}

const tags = (await cellsOf(image))?.[2]?.split(/,\s*/);
const isUpdated = tags?.includes(tag) ?? false;
// deno-lint-ignore no-console
console.log(
  isUpdated
    ? `${image}:${tag} is updated`
    : `${image}:${tag} gets no updates: it is not in the table of ${url}`,
);
Deno.exitCode = isUpdated ? 0 : 1;
