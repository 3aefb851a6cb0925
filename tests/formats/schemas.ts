/** @module The schemas in docs/schemas, as the tests use them. */
import { Ajv, type ErrorObject } from "ajv";

type Schema = Readonly<Record<string, unknown>>;

const FOLDER = new URL("../../docs/schemas/", import.meta.url);

/** The names of the schemas. */
export const SCHEMAS = ["all", "self", "history", "health"] as const;
/** The name of a schema. */
export type SchemaName = (typeof SCHEMAS)[number];

/** Reads a schema. */
export function schemaOf(name: SchemaName): Schema {
  return JSON.parse(Deno.readTextFileSync(new URL(`${name}.schema.json`, FOLDER)));
}

/** Reads the example of a schema. */
export function exampleOf(name: SchemaName): string {
  return Deno.readTextFileSync(new URL(`${name}.example.json`, FOLDER));
}

/**
 * Forbids properties that the schema does not name. A reader must accept those of a later version,
 * but here each one must be described.
 */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== "object" || schema === null) return schema;
  const closed = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, close(value)]),
  );
  const isObject = closed["type"] === "object" && "required" in closed;
  return isObject ? { ...closed, additionalProperties: false } : closed;
}

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false });
const validators = new Map(
  SCHEMAS.map((name) => [name, ajv.compile(close(schemaOf(name)) as Schema)]),
);

/** Validates a text. Returns what is wrong with it; nothing if it matches the schema. */
export function mistakes(name: SchemaName, text: string): ErrorObject[] {
  const validate = validators.get(name);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  validate(JSON.parse(text));
  return validate.errors ?? [];
}
