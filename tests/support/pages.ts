/** @module The pages of the documentation, and what is in them. */
import { filesIn } from "./folder.ts";

const ROOT = new URL("../../", import.meta.url);

/** A block of code on a page. */
export interface Block {
  readonly page: string;
  /** The language after the fence; empty for a block without one. */
  readonly language: string;
  /** Its lines, less the indentation of the fence. */
  readonly lines: readonly string[];
}

/** The paths of the README and of every page in docs/ and deploy/. */
export const PAGES: readonly string[] = [
  "README.md",
  ...["deploy/", "docs/"].flatMap((folder) => filesIn(ROOT, folder, ".md").sort()),
];

/** Reads a page. */
export function pageOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** Returns the blocks of code of a page, fenced and indented ones. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let fence: { readonly indent: string; readonly block: Block & { lines: string[] } } | undefined;
  let before = "";
  for (const line of pageOf(page).split("\n")) {
    const [, indent = "", language] = /^( *)```(\w*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      if (line === `${fence.indent}\`\`\``) fence = undefined;
      else fence.block.lines.push(line.slice(fence.indent.length));
    } else if (language !== undefined) {
      fence = { indent, block: { page, language, lines: [] } };
      blocks.push(fence.block);
    } else if (before === "" && /^ {4,}(?![-*\d])\S/.test(line)) {
      blocks.push({ page, language: "", lines: [line.trim()] });
    }
    before = line;
  }
  return blocks;
}

/** Returns a page without its code, in blocks and in lines. */
export function proseOf(page: string): string {
  return pageOf(page).replaceAll(/^( *)```[^]*?^\1```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
}

/** Returns the rows of the first table whose header starts with this cell. */
export function rowsOf(page: string, head: string): string[][] {
  const lines = pageOf(page).split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  if (start < 0) return [];
  return lines.slice(start + 2, end)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}
