// deno task page: writes what docs/performance.md and README.md say of bench/results/.
import "./support/refusal.ts";
import { PAGE, pageWith, README, readResults, withCosts } from "./page/sections.ts";

const results = await readResults();
const page = pageWith(await Deno.readTextFile(PAGE), results);
await Deno.writeTextFile(PAGE, withCosts(page, results));
await Deno.writeTextFile(README, withCosts(await Deno.readTextFile(README), results));
