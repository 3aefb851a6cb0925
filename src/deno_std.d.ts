// The npm re-publication of the standard library ships no types, so what is used is declared here.
// Each name ends in an asterisk because TypeScript takes a pattern only for a module without types:
// whoever maps these specifiers to JSR in deno.json gets the types from there.

declare module "@std/cli/parse-args*" {
  export interface ParseOptions {
    string?: readonly string[];
    boolean?: readonly string[];
    collect?: readonly string[];
    alias?: Readonly<Record<string, string>>;
    "--"?: boolean;
    unknown?: (argument: string, key?: string, value?: unknown) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseOptions,
  ): { _: (string | number)[]; "--"?: string[]; [name: string]: unknown };
}

declare module "@std/http/negotiation*" {
  export function accepts(
    request: Pick<Request, "headers">,
    ...types: string[]
  ): string | undefined;
}

declare module "@std/http/status*" {
  export const STATUS_CODE: {
    readonly SwitchingProtocols: 101;
    readonly OK: 200;
    readonly BadRequest: 400;
    readonly NotFound: 404;
    readonly MethodNotAllowed: 405;
    readonly TooManyRequests: 429;
    readonly InternalServerError: 500;
    readonly ServiceUnavailable: 503;
  };
}

declare module "@std/text/levenshtein-distance*" {
  export function levenshteinDistance(str1: string, str2: string): number;
}
