import { assert, assertEquals } from "@std/assert";
import { FAILURES } from "../../src/check/failure.ts";
import { type Outcome, type Report, reportOf } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import * as healthJson from "../../src/formats/health_json.ts";
import * as json from "../../src/formats/json.ts";
import type { Instant } from "../../src/process/time/clock.ts";
import { renderHistory } from "../../src/watch/history/render/json.ts";
import { summarize } from "../../src/watch/history/summary/summarize.ts";
import { OK, REFUSED } from "../support/reports.ts";
import { exampleOf, mistakes, schemaOf, SCHEMAS } from "./schemas.ts";

const VIEW = { query: "", refresh: null };
const NOON = Date.UTC(2026, 0, 15, 12);
const MINUTE_MS = 60_000;
const STARTED: Instant = { date: new Date(NOON), ms: 0 };
const SPAN = { begin: new Date(NOON - 1440 * MINUTE_MS), end: new Date(NOON) };

async function exampleReport(): Promise<Report> {
  const endpoints = await parseEndpoints([
    "http://localhost:8080/health#name=app&group=ready",
    "https://localhost:8443/health#name=gateway&expires=14d",
    "tcp://localhost:6379#name=cache&optional",
  ], 5);
  const certificate = {
    expires: new Date(NOON + 9.5 * 1440 * MINUTE_MS),
    issuer: "Example CA",
    subject: "app.example",
  };
  const outcomes: Outcome[] = [
    { ok: false, status: 503, failure: "status", reason: "status 503" },
    { ...OK, warning: "certificate expires in 9 d", certificate },
    REFUSED,
  ];
  return reportOf(
    STARTED,
    endpoints.map((endpoint, index) => {
      const duration = 0.0123 + index / 1000;
      return { endpoint, outcome: outcomes[index] ?? OK, startedAt: STARTED, duration };
    }),
  );
}

function exampleHistory(): string {
  const [begin, end] = [NOON - 60 * MINUTE_MS, NOON - 50 * MINUTE_MS];
  const failed = { firstFailure: "refused", firstReason: "connection refused" } as const;
  const last = { lastFailure: "timeout", lastReason: "timed out after 5 s" } as const;
  const watched = [{
    begin: SPAN.begin.getTime(),
    end: SPAN.end.getTime(),
    endpoints: ["app", "cache"],
    optional: ["cache"],
  }];
  const outages = [{ endpoint: "app", begin, end, ...failed, ...last }];
  return renderHistory(summarize({ outages, watched }, { span: SPAN }), SPAN);
}

const WRITERS = {
  all: async () => json.renderReport(await exampleReport(), VIEW),
  self: () => json.renderSelf({ now: new Date(NOON), uptime: 12.345 }),
  history: exampleHistory,
  health: async () => healthJson.renderReport(await exampleReport(), VIEW),
} as const;

for (const name of SCHEMAS) {
  Deno.test(`${name}.example.json is what the program writes when it is read`, async () => {
    const written = await WRITERS[name]();
    assertEquals(mistakes(name, written), []);
    assertEquals(JSON.parse(exampleOf(name)), JSON.parse(written));
  });

  Deno.test(`${name}.schema.json lists every failure when it lists failures`, () => {
    const lists = JSON.stringify(schemaOf(name)).matchAll(/"enum":(\["timeout",[^\]]*\])/g);
    for (const [, list = ""] of lists) {
      assertEquals(JSON.parse(list).filter((code: unknown) => code !== null), [...FAILURES]);
    }
  });

  Deno.test(`${name}.schema.json refuses an example when a property is missing or new`, () => {
    const example = JSON.parse(exampleOf(name));
    assert(mistakes(name, JSON.stringify({ ...example, unknown: 1 })).length > 0);
    for (const key of Object.keys(example)) {
      const { [key]: _, ...rest } = example;
      assert(mistakes(name, JSON.stringify(rest)).length > 0, key);
    }
  });
}

/** Returns the names of the properties that a schema describes and does not require. */
function optionalOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, required } = schema as { properties?: object; required?: string[] };
  const own = required === undefined ? [] : Object.keys(properties ?? {});
  const optional = own.filter((name) => !required?.includes(name));
  return [...optional, ...Object.values(schema).flatMap(optionalOf)];
}

Deno.test("the schemas require every property but a few when they are read", () => {
  const optional = SCHEMAS.map((name) => [name, optionalOf(schemaOf(name)).join(" ")]);
  assertEquals(Object.fromEntries(optional), {
    all: "of without age_seconds phases",
    self: "",
    history: "",
    health: "notes output componentId output",
  });
});
