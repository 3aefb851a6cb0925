// Run by main.ts in namespaces of its own: prints what tortureNames() finds as JSON.
import { tortureNames } from "./names.ts";

const [seconds, seed] = Deno.args;
const findings = await tortureNames({ seconds: Number(seconds), seed: Number(seed) });
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(findings)));
