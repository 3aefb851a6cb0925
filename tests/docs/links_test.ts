import { assert, assertEquals } from "@std/assert";
import { pageOf, PAGES, proseOf } from "../support/pages.ts";

const ROOT = new URL("../../", import.meta.url);

/** Returns the anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const headings = pageOf(page).replaceAll(/^( *)```[^]*?^\1```$/gm, "").matchAll(/^#+ (.*)$/gm);
  for (const [, heading = ""] of headings) {
    const anchor = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let copy = 1; anchors.has(unique); copy += 1) unique = `${anchor}-${copy}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Returns the targets of the links and pictures of a page that are in this repository. */
function targetsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => link ?? picture ?? "").filter((target) => !/^https?:/.test(target));
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch {
    return false;
  }
}

Deno.test("targetsOf() finds the links of a page when it is read", () => {
  for (const page of ["README.md", "docs/runbook.md"]) assert(targetsOf(page).length > 5, page);
});

for (const page of PAGES) {
  Deno.test(`${page} links only to files and headings that exist when it is read`, () => {
    for (const target of targetsOf(page)) {
      const url = new URL(target, new URL(page, ROOT));
      const path = url.pathname.slice(ROOT.pathname.length);
      const advice = `correct the link to ${target} in ${page}`;
      assert(path !== "" && url.pathname.startsWith(ROOT.pathname), advice);
      assert(isThere(path), `${advice}: there is no such file`);
      if (url.hash === "") continue;
      assert(anchorsOf(path).has(url.hash.slice(1)), `${advice}: there is no such heading`);
    }
  });
}

Deno.test("docs/README.md links to every page of docs/ when it is read", () => {
  const linked = targetsOf("docs/README.md").map((target) => `docs/${target.replace(/#.*/, "")}`);
  const pages = PAGES.filter((page) => /^docs\/[^/]+$/.test(page) && page !== "docs/README.md");
  const missing = pages.filter((page) => !linked.includes(page));
  assertEquals(missing, [], "link to each page of docs/ in docs/README.md");
  assert(targetsOf("README.md").includes("docs/README.md"), "link to docs/README.md in README.md");
});

Deno.test("docs/ARCHITECTURE.md links to every decision when it is read", () => {
  const linked = targetsOf("docs/ARCHITECTURE.md");
  const decisions = PAGES.filter((page) => page.startsWith("docs/decisions/"));
  const missing = decisions.filter((page) => !linked.includes(page.slice("docs/".length)));
  assert(decisions.length > 5);
  assertEquals(missing, [], "link to each page of docs/decisions/ in docs/ARCHITECTURE.md");
});

Deno.test("README.md has at most 120 lines, and a picture for both schemes, when it is read", () => {
  const text = pageOf("README.md");
  const advice = "move what a first reader can do without from README.md to a page of docs/";
  assert(text.trimEnd().split("\n").length <= 120, advice);
  for (const target of targetsOf("README.md").filter((target) => target.endsWith(".png"))) {
    const { size } = Deno.statSync(new URL(target, ROOT));
    assert(size < 100_000, `make ${target} smaller than 100 KB: it has ${size} bytes`);
  }
  assertEquals(text.match(/docs\/images\/[a-z-]+\.png/g), [
    "docs/images/all-dark.png",
    "docs/images/all-light.png",
  ], "show the picture for dark and for light schemes in README.md");
});
