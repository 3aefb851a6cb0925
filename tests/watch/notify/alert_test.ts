import { assertEquals } from "@std/assert";
import { alertOf, testAlert } from "../../../src/watch/notify/alert.ts";
import type { Outage } from "../../../src/watch/outage.ts";
import { SOURCE } from "../../support/watch/sender.ts";

const OUTAGE: Outage = {
  endpoint: "model",
  begin: new Date("2026-01-01T00:00:00Z"),
  end: null,
  firstFailure: "refused",
  firstReason: "connection refused",
  lastFailure: "status",
  lastReason: "status 503",
};

const OPTIONS = { source: SOURCE, date: new Date("2026-01-01T01:00:00Z"), validity: 240 };

Deno.test("alertOf() ends after the validity when the outage is ongoing", () => {
  assertEquals(alertOf(OUTAGE, OPTIONS), {
    labels: {
      alertname: "HealthcheckOutage",
      endpoint: "model",
      reason: "refused",
      severity: "critical",
      instance: "prod/llm",
      pod: "llm-0",
      namespace: "prod",
    },
    annotations: {
      summary: "model of prod/llm is down",
      description: "refused - connection refused, last status 503",
    },
    startsAt: "2026-01-01T00:00:00.000Z",
    endsAt: "2026-01-01T01:04:00.000Z",
  });
});

Deno.test("alertOf() ends with the outage when it was resolved, with the same labels", () => {
  const alert = alertOf({ ...OUTAGE, end: new Date("2026-01-01T00:30:00Z") }, OPTIONS);
  assertEquals(alert.endsAt, "2026-01-01T00:30:00.000Z");
  assertEquals(alert.labels, alertOf(OUTAGE, OPTIONS).labels);
});

for (const end of [null, new Date("2026-01-01T00:30:00Z")]) {
  Deno.test(`alertOf() starts before it ends when the clock was set back and the end is ${end?.toISOString() ?? null}`, () => {
    const date = new Date("2025-12-31T00:00:00Z");
    const { startsAt, endsAt } = alertOf({ ...OUTAGE, end }, { ...OPTIONS, date });
    assertEquals(startsAt, "2025-12-31T00:00:00.000Z");
    assertEquals(endsAt, `2025-12-31T00:0${end === null ? 4 : 0}:00.000Z`);
  });
}

Deno.test("alertOf() leaves labels empty when pod and namespace are unknown", () => {
  const source = { ...SOURCE, label: "here", pod: undefined, namespace: undefined };
  const { labels } = alertOf(OUTAGE, { ...OPTIONS, source });
  assertEquals([labels["pod"], labels["namespace"]], ["", ""]);
});

Deno.test("alertOf() has the labels of the user when there are any, and those of the endpoint win", () => {
  const source = {
    ...SOURCE,
    labels: { team: "web", severity: "warning" },
    endpointLabels: new Map([["model", { team: "ml" }]]),
  };
  const { labels } = alertOf(OUTAGE, { ...OPTIONS, source });
  assertEquals([labels["team"], labels["severity"]], ["ml", "warning"]);
  const other = alertOf({ ...OUTAGE, endpoint: "app" }, { ...OPTIONS, source }).labels;
  assertEquals([other["team"], other["endpoint"]], ["web", "app"]);
  assertEquals(testAlert(source, OPTIONS.date).labels["team"], "web");
});

Deno.test("alertOf() leads to the link and the runbook when there are any", () => {
  const links = { link: "https://x/{pod}#{endpoint}", runbook: "https://wiki/{endpoint}" };
  const alert = alertOf(OUTAGE, { ...OPTIONS, source: { ...SOURCE, links } });
  assertEquals(alert.generatorURL, "https://x/llm-0#model");
  assertEquals(alert.annotations["runbook_url"], "https://wiki/model");
});

Deno.test("testAlert() lasts five minutes when it is sent", () => {
  const { labels, startsAt, endsAt } = testAlert(SOURCE, OPTIONS.date);
  assertEquals([labels["alertname"], labels["severity"]], ["HealthcheckTest", "info"]);
  assertEquals([startsAt, endsAt], ["2026-01-01T01:00:00.000Z", "2026-01-01T01:05:00.000Z"]);
});
