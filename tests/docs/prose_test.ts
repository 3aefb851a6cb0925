import { assertEquals } from "@std/assert";
import { pageOf, PAGES } from "../support/pages.ts";

const MOST_WORDS = { sentence: 35, paragraph: 90 };

/** Returns the paragraphs of a text, each item of a list being one; code counts as a word. */
function paragraphsOf(text: string): string[] {
  return text
    .replaceAll(/^( *)```[^]*?^\1```$/gm, "")
    .replaceAll(/<!--[^]*?-->/g, "")
    .replaceAll(/`[^`\n]+`/g, "code")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .split(/\n(?:\s*\n|(?=\s*(?:[-*]|\d+\.) ))/)
    .filter((paragraph) => !/^\s*(?:\||#|<|$)/.test(paragraph))
    .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, " "));
}

function sentencesOf(paragraph: string): string[] {
  return paragraph.split(/(?<=[.!?][)"*]*) (?=[("*]*[\p{Lu}\d]|code\b)/u);
}

function wordsOf(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

function tooLong(texts: readonly string[], most: number): string[] {
  return texts.filter((text) => wordsOf(text) > most).map((text) => `${wordsOf(text)}: ${text}`);
}

Deno.test("paragraphsOf() returns prose and items, without code and tables, when it reads a page", () => {
  const page =
    "# Head\n\nOne `a b`.\nTwo [link](x.md).\n\n- first\n- second\n\n| a |\n\n```sh\nls\n```\n";
  assertEquals(paragraphsOf(page), ["One code. Two link.", "- first", "- second"]);
  assertEquals(sentencesOf("One code. Two link."), ["One code.", "Two link."]);
  assertEquals(tooLong(["one two three", "one"], 2), ["3: one two three"]);
});

for (const page of PAGES) {
  Deno.test(`${page} has short sentences and paragraphs when it is read`, () => {
    const paragraphs = paragraphsOf(pageOf(page));
    assertEquals(
      tooLong(paragraphs.flatMap(sentencesOf), MOST_WORDS.sentence),
      [],
      `divide each sentence of ${page} that has more than ${MOST_WORDS.sentence} words`,
    );
    assertEquals(
      tooLong(paragraphs, MOST_WORDS.paragraph),
      [],
      `divide each paragraph of ${page} that has more than ${MOST_WORDS.paragraph} words`,
    );
  });
}
