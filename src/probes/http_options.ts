/** @module The options of the kinds that speak HTTP. */
import { type JsonExpectation, parseJsonExpectation } from "./json_path.ts";
import type { KindOptions } from "./kind.ts";

/** The part of an endpoint that speaks HTTP. */
export interface HttpOptions {
  /** The statuses that are success. */
  readonly status: readonly StatusRange[];
  readonly method: "GET" | "HEAD" | "POST";
  /** Fields to send; each replaces one that is sent anyway. They may be secret. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Text that the body must hold. It may be secret. */
  readonly contains: string | null;
  /** What the body must hold as JSON. It may be secret. */
  readonly json: JsonExpectation | null;
}

/** HTTP statuses from `first` to `last`, both included. */
export interface StatusRange {
  readonly first: number;
  readonly last: number;
}

const MAX_BODY = "the body's first 1 MiB";
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
// deno-lint-ignore no-control-regex
const FIELD_VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;
/** Fields that frame the request; an endpoint must not change them. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];
const METHODS = "GET, or HEAD without contains and json";

/** The options of every kind that speaks HTTP. */
export const HTTP_OPTIONS: KindOptions<HttpOptions> = {
  table: {
    status: {
      value: "RANGES",
      help: "the statuses that are success, such as 200-299,401 (default 200-399)",
      must: "ranges of statuses from 100 to 599, such as 200-299,401",
      read: (value) => {
        const status = value.split(",").map(parseRange).filter((range) => range !== undefined);
        return status.length === value.split(",").length ? { status } : undefined;
      },
    },
    method: {
      value: "GET|HEAD",
      help: "the method of the request (default GET)",
      must: METHODS,
      read: (value) => value === "GET" || value === "HEAD" ? { method: value } : undefined,
    },
    header: {
      value: "NAME: VALUE",
      help: "a header to send, Host included; may be repeated",
      must: "Name: value on one line, and not one that frames the request",
      secret: true,
      repeats: true,
      read: (value, { headers }) => {
        const header = parseHeader(value);
        return header === undefined ? undefined : { headers: [...headers, header] };
      },
    },
    contains: {
      value: "TEXT",
      help: `text that ${MAX_BODY} must hold`,
      must: "a text",
      secret: true,
      read: (value) => value === "" ? undefined : { contains: value },
    },
    json: {
      value: "PATH:VALUE",
      help: "what the JSON body must hold, such as data[].id:granite (at most 1 MiB)",
      must: "PATH:VALUE with a path such as data[].id",
      secret: true,
      read: (value) => {
        const json = parseJsonExpectation(value);
        return json === undefined ? undefined : { json };
      },
    },
  },
  conflict: ({ method, contains, json }) => {
    return method === "HEAD" && (contains !== null || json !== null)
      ? { must: `option method must be ${METHODS}`, got: method }
      : undefined;
  },
};

function parseRange(text: string): StatusRange | undefined {
  const [, first, last = first] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  return first === undefined || Number(first) > Number(last)
    ? undefined
    : { first: Number(first), last: Number(last) };
}

function parseHeader(text: string): readonly [string, string] | undefined {
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const name = text.slice(0, colon);
  const value = text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
  return TOKEN.test(name) && !FRAMING.includes(name.toLowerCase()) && FIELD_VALUE.test(value)
    ? [name, value]
    : undefined;
}
