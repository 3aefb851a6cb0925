import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { textOf, yamlOf } from "./sources.ts";

const RUNBOOK = Deno.readTextFileSync(new URL("../../docs/runbook.md", import.meta.url));

/** A panel or row, as far as these tests read it. */
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly links?: readonly { readonly url: string }[];
  readonly panels?: readonly Panel[];
  readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[];
  readonly fieldConfig: {
    readonly overrides?: readonly { readonly matcher: { readonly options: string } }[];
    readonly defaults: {
      readonly unit: string;
      readonly min?: number;
      readonly max?: number;
      readonly thresholds: { readonly steps: readonly { color: string; value: number | null }[] };
      readonly mappings?: readonly { options: Record<string, { text: string; color: string }> }[];
    };
  };
}

/** The dashboard, as far as these tests read it. */
interface Dashboard {
  readonly uid: string;
  readonly graphTooltip: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: string | { query: string } }[];
  };
}

function dashboard(): Dashboard {
  return JSON.parse(textOf("monitoring/dashboard.json"));
}

/** Returns every panel, also of rows that are collapsed, without the rows. */
function panels(of: readonly Panel[] = dashboard().panels): Panel[] {
  return of.flatMap((panel) => panel.type === "row" ? panels(panel.panels) : [panel]);
}

Deno.test("dashboard.json shows 0 % as red when it shows a share that should be 100 %", () => {
  const { defaults } = panels().find(({ title }) => title === "Pods ready")?.fieldConfig ?? {};
  assertEquals([defaults?.unit, defaults?.min, defaults?.max], ["percentunit", 0, 1]);
  assertEquals(defaults?.thresholds.steps.at(0), { color: "red", value: null });
  assertEquals(defaults?.thresholds.steps.at(-1), { color: "green", value: 1 });
});

Deno.test("dashboard.json names and colours both states when a panel is a state timeline", () => {
  const timelines = panels().filter(({ type }) => type === "state-timeline");
  assertEquals(timelines.map(({ title }) => title), ["Pods", "Groups", "Endpoints"]);
  for (const { fieldConfig: { defaults } } of timelines) {
    const { 0: down, 1: up } = defaults.mappings?.[0]?.options ?? {};
    assertEquals([down?.color, up?.color], ["red", "green"]);
    assert(down?.text !== up?.text);
  }
});

Deno.test("dashboard.json names what fails now, with its reason, when it is opened", () => {
  const panel = panels().find(({ type }) => type === "table");
  assertEquals([panel?.title, panel?.gridPos.y], ["Failing now", 5]);
  const [up = "", reasons = "", since = ""] = panel?.targets.map(({ expr }) => expr) ?? [];
  assertStringIncludes(up, "healthcheck_endpoint_up");
  assertStringIncludes(reasons, "sum by (namespace, pod, endpoint, reason)");
  assertStringIncludes(since, "max_over_time(timestamp(healthcheck_endpoint_up");
  for (const expr of [up, reasons, since]) assertMatch(expr, /endpoint_up\{[^}]*\} == 0\)?$/);
  const timeline = panels().find(({ title }) => title === "Endpoints");
  assertStringIncludes(timeline?.targets[0]?.expr ?? "", "@ end() == 0");
});

Deno.test("dashboard.json gives a panel a description, a unit and its section of the runbook", () => {
  const anchors = [...RUNBOOK.matchAll(/^## (.*)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-")
  );
  assert(panels().length > 20);
  for (const { title, description, links, fieldConfig: { defaults } } of panels()) {
    const panel = `the panel "${title}" of deploy/monitoring/dashboard.json`;
    assert((description ?? "").length > 20, `describe ${panel}`);
    assert(defaults.unit !== "", `give ${panel} a unit`);
    for (const { url } of links ?? []) {
      const advice = `give docs/runbook.md the heading of ${url}, or correct the link of ${panel}`;
      assert(anchors.includes(url.split("#")[1] ?? ""), advice);
    }
    assertEquals(links?.length, 1, `give ${panel} one link, to its section of docs/runbook.md`);
  }
});

/** What each metric of a query is selected by. */
const SELECTOR = '{cluster=~"$cluster", job=~"$job", namespace=~"$namespace", pod=~"$pod"';

Deno.test("dashboard.json selects by cluster, job, namespace and pod in every metric of a query", () => {
  for (const { title, targets } of panels()) {
    for (const { expr } of targets) {
      for (const { 0: metric, index } of expr.matchAll(/\b(?:healthcheck|process)_[a-z_]+/g)) {
        const selector = expr.slice(index + metric.length);
        assert(selector.startsWith(SELECTOR), `${metric}: ${title}`);
      }
    }
  }
});

Deno.test("dashboard.json shows each receiver, and what it dropped in red, when it shows notices", () => {
  const panel = panels().find(({ title }) => title === "Notices");
  const legends = panel?.targets.map(({ expr, legendFormat }) => {
    assert(expr.startsWith("sum by (receiver) ("), expr);
    return legendFormat?.replace("{{receiver}}", "slack");
  });
  assertEquals(legends, ["sent: slack", "dropped: slack", "waiting: slack"]);
  const [red] = panel?.fieldConfig.overrides ?? [];
  const pattern = new RegExp(red?.matcher.options.slice(1, -1) ?? "");
  assertEquals(legends?.filter((legend) => pattern.test(legend ?? "")), ["dropped: slack"]);
});

Deno.test("dashboard.json offers the endpoints of the chosen namespaces and pods", () => {
  const queries = new Map(
    dashboard().templating.list.map(({ name, query }) => [
      name,
      typeof query === "string" ? query : query.query,
    ]),
  );
  assertStringIncludes(queries.get("pod") ?? "", 'namespace=~"$namespace"');
  assertStringIncludes(queries.get("endpoint") ?? "", 'namespace=~"$namespace", pod=~"$pod"');
});

Deno.test("dashboard.json has the runbook's address of prometheusrule.yaml", () => {
  const { annotations } = yamlOf("monitoring/prometheusrule.yaml")["metadata"] as {
    annotations: Record<string, string>;
  };
  const runbook = dashboard().templating.list.find(({ name }) => name === "runbook");
  assertEquals(runbook?.query, annotations["healthcheck/runbook"]);
});

Deno.test("dashboard.json shares the crosshair, and has panels that do not overlap", () => {
  const { graphTooltip, panels: rows } = dashboard();
  assertEquals(graphTooltip, 1);
  const all = rows.flatMap((panel) => [panel, ...panel.panels ?? []]);
  assertEquals(new Set(all.map(({ id }) => id)).size, all.length);
  const cells = new Set<string>();
  for (const { title, gridPos: { x, y, w, h } } of all) {
    for (let cell = 0; cell < w * h; cell++) {
      const key = `${x + cell % w},${y + Math.floor(cell / w)}`;
      assert(!cells.has(key) && x + w <= 24, title);
      cells.add(key);
    }
  }
});

Deno.test("deploy/monitoring gives the dashboard a key and a uid that no other dashboard has", () => {
  const { configMapGenerator } = yamlOf("monitoring/kustomization.yaml") as {
    configMapGenerator: { files: string[] }[];
  };
  // Grafana's sidecar writes the keys of all ConfigMaps into one folder.
  assertEquals(configMapGenerator[0]?.files, ["healthcheck-sidecar.json=dashboard.json"]);
  assertEquals(dashboard().uid, "healthcheck-sidecar");
});
