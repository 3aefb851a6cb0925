import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/yaml";
import { documentsOf, textOf, type Yaml, yamlOf } from "./sources.ts";

const POLICY = documentsOf(textOf("injection/policy.yaml")).find(({ kind }) =>
  kind === "MutatingAdmissionPolicy"
)?.["spec"] as {
  variables: { name: string; expression: string }[];
  mutations: { jsonPatch: { expression: string } }[];
};

/** Returns the container that the policy adds. Without the names of its types, CEL is YAML. */
function containerOf(expression: string): Yaml {
  const start = expression.indexOf("Object.spec.initContainers{");
  const cel = expression.slice(start, expression.lastIndexOf("}}"))
    .replaceAll(/Object[.\w]*\{/g, "{")
    .replace("variables.image", '""')
    .replace(" + variables.endpoints", "");
  return parse(`${cel}}`) as Yaml;
}

Deno.test("deploy/injection adds the sidecar of deploy/component when it is read", () => {
  const [mutation] = POLICY.mutations;
  assert(mutation !== undefined);
  const { args, lifecycle, ...injected } = containerOf(mutation.jsonPatch.expression);
  const template = (yamlOf("component/sidecar.yaml")["spec"] as { template: { spec: Yaml } })
    .template;
  const [component] = template.spec["initContainers"] as Yaml[];
  assertEquals(args, ["8081", "5"]);
  assertEquals(lifecycle, { preStop: { exec: { command: ["/app/healthcheck", "drain"] } } });
  assertEquals({ ...injected, image: "healthcheck" }, component);
});

Deno.test("deploy/injection names the image of deploy/images when it is read", () => {
  const { newName, newTag } = yamlOf("images/healthcheck/image.yaml")["imageTag"] as Yaml;
  const image = POLICY.variables.find(({ name }) => name === "image");
  assertEquals(image?.expression, `'${newName}:${newTag}'`);
});
