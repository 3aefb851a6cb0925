/** @module The options `header` and `header-file`, of the kinds that speak HTTP and of gRPC. */
import type { EndpointOption } from "../kind.ts";

/** The part of an endpoint that sends fields of its own. They may be secret. */
export interface HeaderOptions {
  readonly headers: readonly Header[];
  /** Fields whose values stand in files, which are read at every check. */
  readonly headerFiles: readonly HeaderFile[];
}

/** The name and the value of a field. */
export type Header = readonly [name: string, value: string];

/** A field whose value stands in a file. */
export interface HeaderFile {
  readonly name: string;
  readonly path: string;
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
// deno-lint-ignore no-control-regex
const VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;

/** Whether a text can be the value of a field (RFC 9110, section 5.5): it is one line. */
export function isFieldValue(text: string): boolean {
  return VALUE.test(text);
}

/** Removes the white space around a field value, which is no part of it (RFC 9110, section 5.5). */
export function trimSpace(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/**
 * Declares the two options.
 *
 * @param reserved The fields, in lower case, that only the program itself may set.
 */
export function headerOptions(
  reserved: readonly string[],
): Readonly<Record<"header" | "header-file", EndpointOption<HeaderOptions>>> {
  const isName = (name: string): boolean =>
    TOKEN.test(name) && !reserved.includes(name.toLowerCase());
  return {
    header: {
      value: "NAME: VALUE",
      help: "a header (gRPC: metadata) to send; may be repeated",
      must: "Name: value on one line, and not one that frames the request",
      secret: true,
      repeats: true,
      read: (text, { headers }) => {
        const { name, rest } = splitName(text);
        const value = rest === undefined ? undefined : trimSpace(rest);
        return value !== undefined && isName(name) && isFieldValue(value)
          ? { headers: [...headers, [name, value]] }
          : undefined;
      },
    },
    "header-file": {
      value: "NAME:PATH",
      help: "a header with a file's content; may be repeated",
      must: "Name:PATH with an absolute path, and not a header that frames the request",
      // What stands in the place of a path may be the value itself.
      secret: true,
      repeats: true,
      permissions: ["read"],
      read: (text, { headerFiles }) => {
        const { name, rest: path } = splitName(text);
        return path !== undefined && isName(name) && isAbsolutePath(path)
          ? { headerFiles: [...headerFiles, { name, path }] }
          : undefined;
      },
    },
  };
}

/** Whether a text is an absolute path. A relative one would depend on the working directory. */
export function isAbsolutePath(text: string): boolean {
  return text.startsWith("/") && !text.includes("\0");
}

function splitName(text: string): { name: string; rest: string | undefined } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { name: text, rest: undefined }
    : { name: text.slice(0, colon), rest: text.slice(colon + 1) };
}
