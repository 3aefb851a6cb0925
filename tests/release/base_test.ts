import { assertEquals, assertMatch } from "@std/assert";

const SCRIPT = new URL("base.ts", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url);

const HEAD = `The following images are currently published and updated by the distroless project

| Image | Tags | Architecture Suffixes |
| ---   | ---  | ---                   |
`;

/** Runs `deno task base` against a page. */
async function run(page: string): Promise<{ code: number; out: string }> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(page),
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const args = ["run", "--no-lock", "--allow-read", "--allow-net", SCRIPT, url];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" })
    .output();
  return { code, out: new TextDecoder().decode(stdout).replace(url, "URL").trim() };
}

Deno.test("deno task base exits 0 when the table has the base image", async () => {
  const row = "| gcr.io/distroless/cc-debian13 | latest, nonroot, debug | amd64, arm64 |\n";
  const wanted = { code: 0, out: "gcr.io/distroless/cc-debian13:nonroot is updated" };
  assertEquals(await run(HEAD + row), wanted);
});

Deno.test("deno task base exits 1 when the table no longer has the base image", async () => {
  const out =
    "gcr.io/distroless/cc-debian13:nonroot gets no updates: it is not in the table of URL";
  for (
    const page of [
      `${HEAD}| gcr.io/distroless/cc-debian14 | latest, nonroot | amd64 |\n`,
      `${HEAD}| gcr.io/distroless/cc-debian13 | latest, debug | amd64 |\n`,
      "gcr.io/distroless/cc-debian13 is deprecated: nonroot",
    ]
  ) assertEquals(await run(page), { code: 1, out });
});

Deno.test("Containerfile.distroless runs as a number that is not root when it is read", async () => {
  const text = await Deno.readTextFile(new URL("Containerfile.distroless", ROOT));
  // Kubernetes can only tell from a number that it is not root.
  assertMatch(text.slice(text.lastIndexOf("FROM ")), /^USER 65532:65532$/m);
});
