import { assert, assertEquals } from "@std/assert";
import { FAILURES } from "../../src/check/failure.ts";
import type { Arguments } from "../../src/commands/arguments/argument.ts";
import { RUN_ARGUMENTS } from "../../src/commands/run/arguments.ts";
import { SERVE_ARGUMENTS } from "../../src/commands/serve/arguments.ts";
import { WAIT_ARGUMENTS } from "../../src/commands/wait/arguments.ts";
import { WATCH_ARGUMENTS } from "../../src/commands/watch/arguments.ts";
import { KINDS } from "../../src/probes/kinds.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { kindsByOption } from "../support/kinds.ts";
import { rowsOf } from "../support/pages.ts";

const SCHEMES = [...KINDS.keys()].map((scheme) => scheme.slice(0, -1));

Deno.test("docs/endpoints.md lists every option and its kinds when it is compared with the code", async () => {
  const declared = await kindsByOption();
  const written = rowsOf("docs/endpoints.md", "option").map(([name = "", kinds = ""]) => [
    name.replaceAll("`", ""),
    kinds === "all" ? SCHEMES : kinds.split(", "),
  ]);
  assertEquals(
    written,
    [...declared],
    "give the table of options in docs/endpoints.md a row for each option, in the order of the code, with its kinds",
  );
});

Deno.test("docs/endpoints.md has an example of each option when its table is read", () => {
  for (const [name = "", , , , example = ""] of rowsOf("docs/endpoints.md", "option")) {
    const [option] = example.replaceAll("`", "").split("=", 1);
    assertEquals(`\`${option}\``, name, `give the row of ${name} an example of it`);
  }
});

for (const page of ["README.md", "docs/endpoints.md"]) {
  Deno.test(`${page} lists every kind when it is compared with the code`, async () => {
    const rows = rowsOf(page, "kind");
    const advice =
      `give the table of kinds in ${page} a row for each kind, in the order of the code`;
    assertEquals(rows.map(([name]) => name), SCHEMES, advice);
    for (const [name = "", examples = ""] of rowsOf(page, "kind")) {
      const quoted = [...examples.matchAll(/`'?([^`']+)'?`/g)].map(([, text = ""]) => text);
      assert(quoted.length > 0, `write an example in code into the row of ${name} in ${page}`);
      for (const { url } of await parseEndpoints(quoted, 5)) {
        assertEquals(
          url.protocol,
          `${name}:`,
          `give the row of ${name} in ${page} its own examples`,
        );
      }
    }
  });
}

for (const page of ["docs/endpoints.md", "docs/troubleshooting.md"]) {
  Deno.test(`${page} lists every code of a failure when it is compared with the code`, () => {
    const codes = rowsOf(page, "code").map(([code = ""]) => code.replaceAll("`", ""));
    const advice = `give the table of codes in ${page} a row for each code, in their order`;
    assertEquals(codes, [...FAILURES], advice);
  });
}

/** Returns the rows that describe the options of a command, without those of serving. */
function optionRowsOf(args: Arguments): string[][] {
  const served: string[] = Object.values(SERVE_ARGUMENTS).map(({ name }) => name);
  return Object.values(args).filter(({ name }) => !served.includes(name)).flatMap((argument) => {
    const { kind, name, help } = argument;
    if (kind === "flag") return [[`\`--${name}\``, "", help]];
    if (kind !== "option") return [];
    const { value, shownDefault } = argument;
    const byDefault = shownDefault === undefined ? "" : `\`${shownDefault}\``;
    return [[`\`--${name} ${value}\``.replaceAll("|", "\\|"), byDefault, help]];
  });
}

for (
  const [page, command, args] of [
    ["docs/watch.md", "watch", WATCH_ARGUMENTS],
    ["docs/commands.md", "wait", WAIT_ARGUMENTS],
    ["docs/commands.md", "run", RUN_ARGUMENTS],
  ] as const
) {
  Deno.test(`${page} lists the options of ${command} as its help does when it is compared with the code`, () => {
    assertEquals(
      rowsOf(page, `option of \`${command}\``),
      optionRowsOf(args),
      `copy each option of ${command}, its default and its help into the table in ${page}`,
    );
  });
}
