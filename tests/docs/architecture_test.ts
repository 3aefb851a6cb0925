import { assert, assertEquals } from "@std/assert";
import { Program, sources } from "../support/program.ts";

/** The most files that a request may pass. */
const MAX_FILES = 25;

const PAGE = Deno.readTextFileSync(new URL("../../docs/ARCHITECTURE.md", import.meta.url));
const PASSED_FILES = new URL("../support/preload/passed_files.ts", import.meta.url).pathname;

/** Returns the files in backticks of the numbered list below a heading. */
function listedBelow(heading: string): string[] {
  const [, section = ""] = PAGE.split(`\n## ${heading}\n`);
  const steps = section.split("\n## ", 1).join().match(/^\d+\. .*(?:\n {3}.*)*/gm) ?? [];
  return steps.flatMap((step) =>
    [...step.matchAll(/`([a-z\d_/]+\.ts)`/g)].map(([, file = ""]) => file)
  );
}

sources.test("docs/ARCHITECTURE.md lists the files that GET /all passes when it is read", async () => {
  await using endpoint = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  const flags = ["--allow-all", "--preload", PASSED_FILES];
  const url = `http://127.0.0.1:${endpoint.addr.port}/`;
  await using program = new Program(["0", "5", url], { denoFlags: flags });
  const port = await program.port();
  const passed = async (): Promise<string[]> => {
    const response = await fetch(`http://127.0.0.1:${port}/all`);
    assertEquals([response.status, (await response.text()).slice(0, 10)], [200, "All: Ready"]);
    program.kill("SIGUSR1");
    const [, files = ""] = await program.line(/^passed (.*)/);
    return files.split(" ").sort();
  };
  // The first request also passes what the next ones find ready, and its line of the log may end later.
  await passed();
  await passed();
  const files = await passed();
  const listed = listedBelow("The way of `GET /all`");
  const advice = "list the files in docs/ARCHITECTURE.md that a request passes";
  assertEquals([...new Set(listed)].sort(), files, advice);
  assert(files.length <= MAX_FILES, `${files.length} files: join those whose hops give nothing`);
});

Deno.test("docs/ARCHITECTURE.md names only files and folders that exist when it is read", async () => {
  const named = [...PAGE.matchAll(/`((?:src|tests|bench|docs)\/[a-z\d_/.]*)`/g)];
  assert(named.length > 40);
  for (const [, path = ""] of named) await Deno.stat(new URL(`../../${path}`, import.meta.url));
});
