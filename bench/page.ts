// deno task page: writes the tables of docs/performance.md from the files in bench/results/.
import { PAGE, pageWith, readResults } from "./page/sections.ts";

await Deno.writeTextFile(PAGE, pageWith(await Deno.readTextFile(PAGE), await readResults()));
