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

for (const page of PAGES) {
  Deno.test(`${page} links only to files and headings that exist when it is read`, () => {
    for (const target of targetsOf(page)) {
      const url = new URL(target, new URL(page, ROOT));
      const path = url.pathname.slice(ROOT.pathname.length);
      assert(url.pathname.startsWith(ROOT.pathname), target);
      Deno.statSync(new URL(path, ROOT));
      if (url.hash !== "") assert(anchorsOf(path).has(url.hash.slice(1)), `${target} in ${page}`);
    }
  });
}

Deno.test("README.md links to every page of docs/ when it is read", () => {
  const linked = targetsOf("README.md").map((target) => target.replace(/#.*/, ""));
  const pages = PAGES.filter((page) => /^docs\/[^/]+$/.test(page));
  assertEquals(pages.filter((page) => !linked.includes(page)), []);
});

Deno.test("README.md has at most 150 lines, and a picture for both schemes, when it is read", () => {
  const text = pageOf("README.md");
  assert(text.trimEnd().split("\n").length <= 150);
  for (const target of targetsOf("README.md").filter((target) => target.endsWith(".png"))) {
    assert(Deno.statSync(new URL(target, ROOT)).size < 100_000, target);
  }
  assertEquals(text.match(/docs\/images\/[a-z-]+\.png/g), [
    "docs/images/all-dark.png",
    "docs/images/all-light.png",
  ]);
});
