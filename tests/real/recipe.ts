/** @module The recipes of the pages: their endpoints, their tables, and the notes that say how they were tried. */
import { pageOf } from "../support/pages.ts";

/** A section of a page with a command and a table of verdicts. */
export interface Recipe {
  readonly page: string;
  readonly title: string;
  readonly endpoints: readonly string[];
  readonly states: readonly string[];
  /** The verdicts in the order of the endpoints, one for each state. */
  readonly verdicts: readonly (readonly string[])[];
  /** What the page says of the test on the real server. */
  readonly notes: readonly Note[];
}

/** `Tried on redis 7.0.15, 2026-11-28: "deno task real redis".` and its kin. */
export interface Note {
  /** The server with its version. */
  readonly server: string;
  readonly date: string;
  /** The case that tries it; undefined where a person tried it, or where the source was read. */
  readonly name?: string;
}

const NOTE =
  /^(?:Tried on (.+), (\d{4}-\d\d-\d\d)(?:: `deno task real ([\w-]+)`|, by hand)|Read from the source of (.+), (\d{4}-\d\d-\d\d); not tried)\.$/;

function notesOf(section: string): Note[] {
  return section.split("\n").flatMap((line) => {
    const [match, tried, triedOn, name, read, readOn] = NOTE.exec(line) ?? [];
    if (match === undefined) return [];
    return [{ server: tried ?? read ?? "", date: triedOn ?? readOn ?? "", ...name && { name } }];
  });
}

function recipeOf(page: string, section: string): Recipe {
  const command = /```sh\n(healthcheck \d.*?)```/s.exec(section)?.[1] ?? "";
  const words = [...command.matchAll(/'([^']*)'|([^\s\\]+)/g)].map(([, quoted, bare]) =>
    quoted ?? bare ?? ""
  );
  const rows = section.split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  // A table of one endpoint has no column for its name.
  const first = rows[0]?.[0] === "endpoint" ? 1 : 0;
  return {
    page,
    title: section.split("\n", 1)[0] ?? "",
    endpoints: words.slice(3),
    states: rows[0]?.slice(first) ?? [],
    verdicts: rows.slice(2).map((row) => row.slice(first)),
    notes: notesOf(section),
  };
}

/** The recipes of a page that have a table of verdicts. */
export function recipesOf(page: string): Recipe[] {
  return pageOf(page).split(/\n###? /).map((section) => recipeOf(page, section))
    .filter(({ endpoints, states }) => endpoints.length > 0 && states.length > 0);
}
