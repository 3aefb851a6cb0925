/** @module Tables and blocks as `deno fmt` would write them. */

/** Formats a table, its columns aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0))
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const [first = [], ...others] = cells;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(first), rule, ...others.map(line)].join("\n");
}

/** Formats a block of commands. */
export function commands(lines: readonly string[]): string {
  return ["```sh", ...lines, "```"].join("\n");
}

/** Formats a median with its range. */
export function spreadText(
  { min, median, max }: { readonly min: number; readonly median: number; readonly max: number },
): string {
  return min === max ? `${median}` : `${median} (${min} to ${max})`;
}
