import { assert, assertEquals } from "@std/assert";
import { metricNames } from "../support/metric_names.ts";
import { textOf, yamlOf } from "./sources.ts";

const RUNBOOK = Deno.readTextFileSync(new URL("../../docs/runbook.md", import.meta.url));

/** A rule that alerts. */
interface Alert {
  readonly alert: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A test of promtool. */
interface RuleTest {
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
}

function alerts(): readonly Alert[] {
  const { groups } = yamlOf("monitoring/rules.yaml") as { groups: { rules: Alert[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** Returns the text of a section of the runbook by the anchor of its heading; `undefined` without one. */
function sectionOf(anchor: string): string | undefined {
  const sections = RUNBOOK.split(/^## /m).slice(1);
  return sections.find((section) =>
    section.split("\n")[0]?.toLowerCase().replaceAll(" ", "-") === anchor
  );
}

for (const file of ["rules.yaml", "rules_test.yaml", "dashboard.json"]) {
  Deno.test(`deploy/monitoring/${file} names only metrics that exist when it is read`, async () => {
    const known = await metricNames();
    const names = textOf(`monitoring/${file}`).match(/\b(?:healthcheck|process)_[a-z_]+/g) ?? [];
    assert(names.length > 5);
    for (const name of names) assert(known.includes(name), `${name} in ${file}`);
  });
}

Deno.test("deploy/monitoring has the same rules in prometheusrule.yaml when it is read", () => {
  const { spec } = yamlOf("monitoring/prometheusrule.yaml");
  assertEquals(spec, yamlOf("monitoring/rules.yaml"));
});

Deno.test("deploy/monitoring/rules_test.yaml sees each alert fire and not fire when it is read", () => {
  const { tests } = yamlOf("monitoring/rules_test.yaml") as { tests: RuleTest[] };
  const cases = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  for (const { alert } of alerts()) {
    const own = cases.filter(({ alertname }) => alertname === alert);
    assert(own.some(({ exp_alerts }) => exp_alerts.length > 0), `${alert} fires`);
    assert(own.some(({ exp_alerts }) => exp_alerts.length === 0), `${alert} does not fire`);
  }
});

Deno.test("docs/runbook.md has a section for each alert, and no other, when it is read", () => {
  const names = alerts().map(({ alert }) => alert);
  for (const { alert, annotations } of alerts()) {
    assertEquals(annotations["runbook_url"], `RUNBOOK#${alert.toLowerCase()}`);
    const advice = `say in docs/runbook.md, under "## ${alert}", what to do when it fires`;
    assert((sectionOf(alert.toLowerCase()) ?? "").length > 200, advice);
  }
  const headings = [...RUNBOOK.matchAll(/^## (Healthcheck\w+)$/gm)].map(([, name]) => name);
  const advice = "give docs/runbook.md a section for each alert, in their order, and no other";
  assertEquals(headings, names, advice);
});

Deno.test("deploy/monitoring/prometheusrule.yaml has the runbook's address once when it is read", () => {
  const text = textOf("monitoring/prometheusrule.yaml");
  assertEquals(text.match(/https?:\/\/\S+/g)?.length, 1);
});
