// deno task real [NAME...]: tries the recipes of the pages on the real servers.
import { Bench } from "./bench.ts";
import type { Case } from "./case.ts";
import { CASES } from "./cases.ts";
import { Missing } from "./missing.ts";
import { missing } from "./needs.ts";
import { recipesOf } from "./recipe.ts";
import { findingsOf, localized } from "./verdicts.ts";

// deno-lint-ignore no-console
const print = (line: string): void => console.log(line);

let running: Bench | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    running?.abandon();
    Deno.exit(1);
  });
}

/** Compares what healthcheck says in each state with the table of the page. */
async function isTrue({ page, title, setUp, notMade = {} }: Case): Promise<boolean> {
  const recipe = recipesOf(page).find((one) => one.title === title);
  if (recipe === undefined) throw new Error(`${page} has no recipe "${title}"`);
  await using bench = new Bench();
  running = bench;
  const { here, states } = await setUp(bench);
  const endpoints = recipe.endpoints.map((endpoint) => localized(endpoint, here));
  const known = [...Object.keys(states), ...Object.keys(notMade)].sort();
  if (`${known}` !== `${recipe.states.toSorted()}`) {
    throw new Error(
      `the states must be those of ${page}: ${recipe.states.join(", ")}; got ${known}`,
    );
  }
  for (const [state, why] of Object.entries(notMade)) print(`  ${state}: not made, ${why}`);
  let wrong = 0;
  for (const [state, enter] of Object.entries(states)) {
    await enter();
    const column = recipe.states.indexOf(state);
    for (const [row, { verdict, reason }] of (await findingsOf(endpoints)).entries()) {
      const expected = recipe.verdicts[row]?.[column];
      const name = /#.*?\bname=([^&]*)/.exec(recipe.endpoints[row] ?? "")?.[1] ?? "";
      const said = reason === "" ? "" : ` (${reason})`;
      print(`  ${state}: ${name === "" ? "" : `${name} `}${verdict}${said}`);
      if (verdict === expected) continue;
      wrong++;
      print(`  WRONG: ${page} says ${expected}`);
    }
  }
  return wrong === 0;
}

const names = Deno.args;
const unknown = names.filter((name) => !CASES.some((one) => one.name === name));
if (unknown.length > 0) {
  print(
    `no such case: ${unknown.join(", ")}; there are ${CASES.map((one) => one.name).join(", ")}`,
  );
  Deno.exit(2);
}
const count = { ran: 0, failed: 0, skipped: 0 };
for (const one of CASES) {
  if (names.length > 0 && !names.includes(one.name)) continue;
  const needs = await missing(one);
  if (needs.length > 0) {
    count.skipped++;
    print(`${one.name} skipped: needs ${needs.join(", ")}`);
    continue;
  }
  print(`${one.name}, on ${one.server}`);
  try {
    const isRight = await isTrue(one);
    count.ran++;
    if (isRight) continue;
  } catch (error) {
    if (error instanceof Missing) {
      count.skipped++;
      print(`${one.name} skipped: needs ${error.message}`);
      continue;
    }
    count.ran++;
    print(`  ${error instanceof Error ? `${error.message} ${error.cause ?? ""}` : error}`);
  }
  count.failed++;
  print(`  FAILED ${one.name}`);
}
print(`${count.ran} ran, ${count.failed} failed, ${count.skipped} skipped`);
if (count.failed > 0) Deno.exit(1);
