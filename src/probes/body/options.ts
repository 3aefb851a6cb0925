/** @module The options that judge a body or a file by what it holds. */
import { type JsonExpectation, parseJsonExpectation, redactJsonExpectation } from "./json/path.ts";
import type { EndpointOption } from "../kind.ts";

/** The part of an endpoint that says what a body or a file must hold. */
export interface BodyOptions {
  /** Text that it must hold. It may be secret. */
  readonly contains: string | null;
  /** What it must hold as JSON: all of these. They may be secret. */
  readonly json: readonly JsonExpectation[] | null;
}

/** The two options. */
export const BODY_OPTIONS: Readonly<Record<"contains" | "json", EndpointOption<BodyOptions>>> = {
  contains: {
    value: "TEXT",
    help: "text that the first 1 MiB must hold",
    must: "a text",
    secret: true,
    read: (value) => value === "" ? undefined : { contains: value },
  },
  json: {
    value: "PATH:VALUE|PATH<NUMBER",
    help: "what JSON must hold, such as data[].id:granite or queue<100; may be repeated",
    must:
      "PATH:VALUE, PATH!=VALUE, or PATH and < <= > >= == or != and a number, with a path such as data[].id",
    secret: true,
    redact: redactJsonExpectation,
    repeats: true,
    read: (value, { json }) => {
      const parsed = parseJsonExpectation(value);
      return parsed === undefined ? undefined : { json: [...json ?? [], parsed] };
    },
  },
};
