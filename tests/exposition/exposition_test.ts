import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { FAILURES } from "../../src/check/failure.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { OPENMETRICS, PROMETHEUS, renderLabels } from "../../src/exposition/exposition.ts";
import { familiesOf } from "../../src/exposition/families.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { at, OK, REFUSED, report } from "../support/reports.ts";

const FACTS = { startTime: 1500, residentBytes: 42, droppedLogLines: 3, isShuttingDown: true };

async function counted(): Promise<Registry> {
  const { results } = await report({ "http://a:1/x": OK, "http://b/#optional": OK });
  const registry = new Registry(results.map(({ endpoint }) => endpoint));
  for (const outcome of [OK, REFUSED, REFUSED]) {
    const round = await report({ "http://a:1/x": outcome, "http://b/#optional": OK });
    for (const result of round.results) registry.addResult(result);
    registry.addRound(round);
  }
  return registry;
}

function lines(text: string, pattern: RegExp): string[] {
  return text.split("\n").filter((line) => pattern.test(line));
}

Deno.test("renderMetrics() writes no metric of an endpoint when there is none", () => {
  const text = PROMETHEUS.renderMetrics(familiesOf(new Registry([]), FACTS));
  assertEquals(lines(text, /^[^#]/).map((line) => line.split(/[ {]/)[0]), [
    "healthcheck_rounds_total",
    "healthcheck_rounds_total",
    "healthcheck_last_round_timestamp_seconds",
    "healthcheck_build_info",
    "healthcheck_log_lines_dropped_total",
    "healthcheck_shutting_down",
    "process_start_time_seconds",
    "process_resident_memory_bytes",
  ]);
});

Deno.test("renderMetrics() writes what rules need from the start when nothing was checked", async () => {
  const args = ["grpcs://a:1/x.Y#group=live", "http+unix:///s:/#optional&name=s"];
  const text = PROMETHEUS.renderMetrics(
    familiesOf(new Registry(await parseEndpoints(args, 5)), FACTS),
  );
  assertEquals(lines(text, /^healthcheck_(?:ready|rounds|last|group|endpoint)/), [
    'healthcheck_rounds_total{result="ready"} 0',
    'healthcheck_rounds_total{result="not_ready"} 0',
    "healthcheck_last_round_timestamp_seconds 0",
    'healthcheck_group_last_round_timestamp_seconds{group="live"} 0',
    'healthcheck_endpoint_info{endpoint="a:1/x.Y",kind="grpcs",optional="false"} 1',
    'healthcheck_endpoint_info{endpoint="s",kind="http+unix",optional="true"} 1',
    ...["a:1/x.Y", "s"].flatMap((name) =>
      ["success", "failure"].map((result) =>
        `healthcheck_endpoint_checks_total{endpoint="${name}",result="${result}"} 0`
      )
    ),
    ...["a:1/x.Y", "s"].flatMap((name) =>
      FAILURES.map((reason) =>
        `healthcheck_endpoint_failures_total{endpoint="${name}",reason="${reason}"} 0`
      )
    ),
  ]);
});

Deno.test("renderMetrics() writes every metric when there were rounds", async () => {
  const text = PROMETHEUS.renderMetrics(familiesOf(await counted(), FACTS));
  assertEquals(lines(text, /^[^#](?!.*_(?:bucket|failures_total)\{)/), [
    "healthcheck_ready 0",
    'healthcheck_rounds_total{result="ready"} 1',
    'healthcheck_rounds_total{result="not_ready"} 2',
    "healthcheck_last_round_timestamp_seconds 0",
    'healthcheck_endpoint_info{endpoint="a:1/x",kind="http",optional="false"} 1',
    'healthcheck_endpoint_info{endpoint="b",kind="http",optional="true"} 1',
    'healthcheck_endpoint_checks_total{endpoint="a:1/x",result="success"} 1',
    'healthcheck_endpoint_checks_total{endpoint="a:1/x",result="failure"} 2',
    'healthcheck_endpoint_checks_total{endpoint="b",result="success"} 3',
    'healthcheck_endpoint_checks_total{endpoint="b",result="failure"} 0',
    'healthcheck_endpoint_up{endpoint="a:1/x"} 0',
    'healthcheck_endpoint_up{endpoint="b"} 1',
    'healthcheck_endpoint_consecutive_failures{endpoint="a:1/x"} 2',
    'healthcheck_endpoint_consecutive_failures{endpoint="b"} 0',
    'healthcheck_endpoint_check_duration_seconds_sum{endpoint="a:1/x"} 0.0369',
    'healthcheck_endpoint_check_duration_seconds_count{endpoint="a:1/x"} 3',
    'healthcheck_endpoint_check_duration_seconds_sum{endpoint="b"} 0.0369',
    'healthcheck_endpoint_check_duration_seconds_count{endpoint="b"} 3',
    `healthcheck_build_info{version="${manifest.version}",deno="${Deno.version.deno}"} 1`,
    "healthcheck_log_lines_dropped_total 3",
    "healthcheck_shutting_down 1",
    "process_start_time_seconds 1.5",
    "process_resident_memory_bytes 42",
  ]);
  const failed = lines(text, /failures_total\{.* [^0]/);
  assertEquals(failed, [
    'healthcheck_endpoint_failures_total{endpoint="a:1/x",reason="refused"} 2',
  ]);
  const buckets = lines(text, /_bucket\{endpoint="b"/).map((line) => line.split("le=")[1]);
  assertEquals(buckets[3], '"0.01"} 0');
  assertEquals(buckets[4], '"0.025"} 3');
  assertEquals(buckets.at(-1), '"+Inf"} 3');
});

Deno.test("renderMetrics() writes HELP and TYPE once when a family has samples", async () => {
  const text = PROMETHEUS.renderMetrics(familiesOf(await counted(), FACTS));
  const typed = lines(text, /^# TYPE/).map((line) => line.split(" ")[2] ?? "");
  assertEquals(new Set(typed).size, typed.length);
  assertEquals(lines(text, /^# HELP/).map((line) => line.split(" ")[2]), typed);
  for (const line of lines(text, /^[^#]/)) {
    assert(typed.some((family) => line.startsWith(family)), line);
  }
});

Deno.test("renderMetrics() names counters and ends as OpenMetrics 1.0 says when it renders that", async () => {
  const text = OPENMETRICS.renderMetrics(familiesOf(await counted(), FACTS));
  assertStringIncludes(text, "# TYPE healthcheck_rounds counter\n");
  assertStringIncludes(text, 'healthcheck_rounds_total{result="ready"} 1\n');
  assertStringIncludes(text, 'le="1.0"}');
  assert(text.endsWith("\n# EOF\n"));
});

Deno.test("renderLabels() escapes a value when it holds a backslash, a quote or a line feed", () => {
  assertEquals(renderLabels({ a: 'x\\"y\nz', b: "" }), '{a="x\\\\\\"y\\nz",b=""}');
  assertEquals(renderLabels({}), "");
});

Deno.test("renderMetrics() writes a group only when a round has shown it", async () => {
  const { results, ...round } = await report({
    "http://a/#group=live": OK,
    "http://b/#group=x": OK,
  });
  const registry = new Registry(results.map(({ endpoint }) => endpoint));
  registry.addGroups({ ...round, startedAt: at(90), results: results.slice(0, 1) });
  const text = PROMETHEUS.renderMetrics(familiesOf(registry, FACTS));
  assertEquals(lines(text, /^healthcheck_(?:ready|group)/), [
    'healthcheck_group_ready{group="live"} 1',
    'healthcheck_group_last_round_timestamp_seconds{group="live"} 90',
    'healthcheck_group_last_round_timestamp_seconds{group="x"} 0',
  ]);
});
