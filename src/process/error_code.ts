/**
 * The code of a system error, as Deno and node:net name it.
 *
 * @returns A name such as `ECONNREFUSED`; an empty string if the error has no code.
 */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
