/** @module The schemas of the JSON formats. */
import { FAILURES } from "../../src/check/failure.ts";
import { Ajv, type ErrorObject } from "ajv";

/** RFC 3339, in UTC. */
const TIME = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" };

function closed(properties: Readonly<Record<string, object>>, optional: string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

const REPORT = closed({
  ready: { type: "boolean" },
  // Only `/health` has no time, before its first round has ended.
  timestamp: { anyOf: [TIME, { type: "null" }] },
  checks: { type: "object", additionalProperties: { type: "boolean" } },
  message: { enum: ["Ready", "Not ready", "Stale", "No round has ended yet", "Shutting down"] },
  endpoints: {
    type: "array",
    items: {
      ...closed({
        name: { type: "string", minLength: 1 },
        url: { type: "string", pattern: "^[a-z+]+://[^?#@]*$" },
        ok: { type: "boolean" },
        optional: { type: "boolean" },
        groups: { type: "array", items: { type: "string", minLength: 1 }, uniqueItems: true },
        status: { type: ["integer", "null"], minimum: 100, maximum: 599 },
        failure: { enum: [...FAILURES, null] },
        reason: { type: ["string", "null"] },
        warning: { type: ["string", "null"], minLength: 1 },
        certificate: {
          anyOf: [
            { type: "null" },
            closed({
              expires: TIME,
              issuer: { type: "string", maxLength: 200 },
              subject: { type: "string", maxLength: 200 },
            }),
          ],
        },
        duration_seconds: { type: "number", minimum: 0 },
        age_seconds: { type: "number", minimum: 0 },
      }),
      if: { properties: { ok: { const: true } } },
      then: { properties: { failure: { type: "null" }, reason: { type: "null" } } },
      else: {
        properties: {
          failure: { type: "string" },
          reason: { type: "string", minLength: 1 },
          warning: { type: "null" },
        },
      },
    },
  },
  age_seconds: { type: "number", minimum: 0 },
}, ["age_seconds"]);

const SELF = closed({
  alive: { const: true },
  timestamp: TIME,
  uptime_seconds: { type: "number", exclusiveMinimum: 0 },
  last_heartbeat: TIME,
});

/** draft-inadarei-api-health-check-06, sections 3 and 4, as far as the program uses it. */
const HEALTH = closed({
  status: { enum: ["pass", "warn", "fail"] },
  version: { type: "string", pattern: "^\\d+$" },
  releaseId: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
  notes: { type: "array", items: { type: "string" } },
  output: { type: "string", minLength: 1 },
  checks: {
    type: "object",
    // At most one colon, between the component and what is measured.
    propertyNames: { pattern: "^([^:]+:)?[^:]+$" },
    additionalProperties: {
      type: "array",
      minItems: 1,
      items: {
        ...closed({
          componentId: { type: "string" },
          componentType: { enum: ["component", "datastore", "system"] },
          observedValue: { type: "number", minimum: 0 },
          observedUnit: { enum: ["ms", "s"] },
          status: { enum: ["pass", "warn", "fail"] },
          time: TIME,
          output: { type: "string", minLength: 1 },
        }, ["componentId", "output"]),
        if: { properties: { status: { const: "pass" } } },
        then: { not: { required: ["output"] } },
        else: { required: ["output"] },
      },
    },
  },
}, ["notes", "output"]);

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false });

/** Validates a text. Returns what is wrong with it; nothing if it matches the schema. */
export function mistakes(schema: "report" | "self" | "health", text: string): ErrorObject[] {
  const validate = ajv.compile({ report: REPORT, self: SELF, health: HEALTH }[schema]);
  validate(JSON.parse(text));
  return validate.errors ?? [];
}
