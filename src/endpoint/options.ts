import { parseJsonExpectation } from "../probes/json_path.ts";
import type { Endpoint, StatusRange } from "../check/report.ts";
import { LONGEST_SECONDS, parseSeconds } from "../process/duration.ts";

/** An option in the fragment of an endpoint. */
export interface EndpointOption {
  /** What its value stands for, for the help; nothing where it takes none. */
  readonly value?: string;
  /** What it is for, for the help. */
  readonly help: string;
  /** What a value must be, for who gets it wrong. */
  readonly must: string;
  /** Whether a value may be secret, and so is never shown. */
  readonly secret?: true;
  /** Whether it may be given more than once. */
  readonly repeats?: true;
  /** What its value changes, or `undefined` if the value is wrong. */
  readonly read: (value: string, endpoint: Endpoint) => Partial<Endpoint> | undefined;
}

const LARGEST_BODY = "the body's first 1 MiB";
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
// deno-lint-ignore no-control-regex
const FIELD_VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;
/** Fields that say how the request is framed, which is not the endpoint's to change. */
const FRAMING = ["connection", "content-length", "transfer-encoding"];

/** The name of an option. */
export type EndpointOptionName =
  | "name"
  | "timeout"
  | "optional"
  | "status"
  | "method"
  | "header"
  | "contains"
  | "json"
  | "insecure";

const TABLE: Readonly<Record<EndpointOptionName, EndpointOption>> = {
  name: {
    value: "NAME",
    help: "its label in every report (default host:port and path)",
    must: "of letters, digits, dots, dashes and underscores",
    read: (value) => /^[A-Za-z0-9._-]+$/.test(value) ? { name: value } : undefined,
  },
  timeout: {
    value: "SECONDS",
    help: "its own timeout (default TIMEOUT)",
    must: `seconds, above 0 and at most ${LONGEST_SECONDS}`,
    read: (value) => {
      const timeout = parseSeconds(value);
      return timeout === undefined ? undefined : { timeout };
    },
  },
  optional: {
    help: "when it fails the report says so, and the whole stays ready",
    must: "without a value",
    read: () => ({ optional: true }),
  },
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
    must: "GET, or HEAD without contains and json",
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
    help: `text that ${LARGEST_BODY} must hold`,
    must: "a text",
    secret: true,
    read: (value) => value === "" ? undefined : { contains: value },
  },
  json: {
    value: "PATH:VALUE",
    help: `what the JSON body must hold, such as data[].id:granite (at most 1 MiB)`,
    must: "PATH:VALUE with a path such as data[].id",
    secret: true,
    read: (value) => {
      const json = parseJsonExpectation(value);
      return json === undefined ? undefined : { json };
    },
  },
  insecure: {
    help: "accept any certificate, as the kubelet does",
    must: "without a value",
    read: () => ({ insecure: true }),
  },
};

/** Every option by its name. Which of them a kind has a use for, the table of kinds says. */
export const ENDPOINT_OPTIONS: ReadonlyMap<string, EndpointOption> = new Map(Object.entries(TABLE));

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
