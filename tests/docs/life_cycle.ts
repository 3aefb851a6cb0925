/** @module The table of docs/life-cycle.md that says what clients see while a pod is deleted. */

const PAGE = Deno.readTextFileSync(new URL("../../docs/life-cycle.md", import.meta.url));

/** A row of the table of answers. */
export interface Row {
  readonly native: boolean;
  readonly delayed: boolean;
  readonly sleeps: boolean;
  /** What the page says of the four phases. */
  readonly phases: readonly string[];
  /** What it says of the notices of `watch`: without and with `drain`, if it matters. */
  readonly notices: string;
}

/** Its rows. */
export const ROWS: readonly Row[] = PAGE.split("\n").filter((line) =>
  /^\| (?:classic|native) /.test(line)
)
  .map((line) => {
    const [sidecar, delay, sleep, ...rest] = line.split("|").slice(1, -1).map((cell) =>
      cell.trim()
    );
    const row = { native: sidecar === "native", delayed: delay === "yes", sleeps: sleep === "yes" };
    return { ...row, phases: rest.slice(0, -1), notices: rest.at(-1) ?? "" };
  });
