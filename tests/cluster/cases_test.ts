import { assert, assertEquals } from "@std/assert";
import { CASES } from "./cases.ts";
import { filesOf } from "../deploy/sources.ts";
import { workloadOf } from "./setting.ts";

Deno.test("every workload of tests/cluster is tried when the cases are read", () => {
  const files = [...Deno.readDirSync(new URL("workloads/", import.meta.url))];
  const tried = new Set(
    CASES.flatMap(({ workload, namespace = workload }) => [workload, namespace]),
  );
  assertEquals(files.map(({ name }) => name.replace(".yaml", "")).sort(), [...tried].sort());
});

Deno.test("every component of a workload is tried when the cases are read", () => {
  const tried = new Set(CASES.flatMap(({ components }) => components));
  const folders = filesOf("component/").filter((file) => file.endsWith("/kustomization.yaml"))
    .map((file) => file.replace("/kustomization.yaml", ""));
  assertEquals([...tried].sort(), folders.sort());
});

Deno.test("the workloads of tests/cluster know nothing of healthcheck when they are read", async () => {
  for (const { workload } of CASES) {
    assert(!JSON.stringify(await workloadOf(workload)).includes("healthcheck"), workload);
  }
});
