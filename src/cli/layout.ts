/** @module Lays texts out in the columns of a terminal. */

/** A row of a table. */
export type Row = readonly [left: string, right: string];

const USUAL_COLUMNS = 80;
/** Longer rows are hard to read. */
const MOST_COLUMNS = 100;
const FEWEST_COLUMNS = 40;
/** Below this width there is no room for a right column beside a wide left. */
const WIDE_COLUMNS = 60;

/** The columns of the terminal on standard output, from 40 to 100; 80 if there is none. */
export function terminalColumns(): number {
  const columns = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : USUAL_COLUMNS;
  return Math.max(FEWEST_COLUMNS, Math.min(columns || USUAL_COLUMNS, MOST_COLUMNS));
}

/**
 * Breaks a text at spaces, and a word that is longer than a row after a slash or where the row ends.
 *
 * @param columns The width of a row.
 * @param indent What every row but the first begins with.
 * @param end What every row but the last ends with.
 */
export function wrap(text: string, columns: number, indent = "", end = ""): string[] {
  const rows: string[] = [];
  let rest = text;
  for (;;) {
    const room = columns - (rows.length === 0 ? 0 : indent.length);
    const begin = rows.length === 0 ? "" : indent;
    if (rest.length <= room) return [...rows, begin + rest];
    const most = room - end.length;
    const spaceAt = rest.lastIndexOf(" ", most);
    const slashAt = rest.lastIndexOf("/", most - 1) + 1;
    const at = spaceAt > 0 ? spaceAt : slashAt > 0 ? slashAt : most;
    rows.push(begin + rest.slice(0, at).trimEnd() + end);
    rest = rest.slice(at).trimStart();
  }
}

/** Lays out a table. A left text that is too long for its column has a row of its own. */
export function table(rows: readonly Row[], columns: number): string[] {
  const longest = Math.max(...rows.map(([left]) => left.length));
  const most = Math.floor(columns * 0.3);
  const width = longest <= most ? longest : columns < WIDE_COLUMNS ? 4 : most;
  const indent = " ".repeat(width + 4);
  return rows.flatMap(([left, right]) => {
    const rights = wrap(right, columns - indent.length);
    const first = left.length <= width
      ? [`  ${left.padEnd(width)}  ${rights.shift() ?? ""}`]
      : wrap(`  ${left}`, columns, "    ");
    return [...first, ...rights.map((row) => indent + row)];
  });
}
