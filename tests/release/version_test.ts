import { assertEquals } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

/** Where files outside src/ state the version. */
const STATEMENTS: readonly (readonly [file: string, pattern: RegExp])[] = [
  ["Containerfile.distroless", /image\.version="([^"]*)"/g],
  ...["README.md", "docs/commands.md", "docs/getting-started.md"].map((page) =>
    [page, /\/healthcheck:(\d[^\s"`]*)/g] as const
  ),
  ["deploy/images/healthcheck/image.yaml", /newName: \S*\/healthcheck\n\s+newTag: (\S+)/g],
  ["docs/schemas/health.example.json", /"releaseId": "([^"]*)"/g],
  ["deploy/monitoring/rules_test.yaml", /version="([^"]*)"/g],
];

for (const [file, pattern] of STATEMENTS) {
  Deno.test(`${file} states the version of deno.json when it is read`, () => {
    const text = Deno.readTextFileSync(new URL(file, ROOT));
    const versions = [...text.matchAll(pattern)].map(([, version]) => version);
    const advice = `write ${manifest.version} into ${file} wherever it states the version`;
    assertEquals([...new Set(versions)], [manifest.version], advice);
  });
}
