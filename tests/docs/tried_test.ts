import { assertEquals } from "@std/assert";
import { CASES } from "../real/cases.ts";
import { recipesOf } from "../real/recipe.ts";

const RECIPES = ["docs/endpoints.md", "docs/model-servers.md", "docs/recipes.md"].flatMap(
  recipesOf,
);

/** A recipe, a case's name, and the server that it was tried on. */
function line(page: string, title: string, name: string, server: string): string {
  return `${page}, ${title}: ${name} on ${server}`;
}

Deno.test("each recipe says once how it was tried when the pages are read", () => {
  const wrong = RECIPES.filter(({ notes }) => notes.length !== 1)
    .map(({ page, title, notes }) => `${page}, ${title}: ${notes.length} notes`);
  const advice =
    "give each section with a command and a table of verdicts one note, in the form that tests/real/recipe.ts reads";
  assertEquals(wrong, [], advice);
});

Deno.test("the notes on `deno task real` are those of its cases when the pages are read", () => {
  const written = RECIPES.flatMap(({ page, title, notes }) =>
    notes.flatMap(({ name, server }) => name === undefined ? [] : [line(page, title, name, server)])
  );
  const known = CASES.map(({ page, title, name, server }) => line(page, title, name, server));
  const advice = "make the note of each recipe and its case in tests/real/cases.ts say the same";
  assertEquals(written.sort(), known.sort(), advice);
});
