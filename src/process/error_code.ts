/** @module The codes of system errors. */

/**
 * The code of a system error, as Deno and node:net name it.
 *
 * @returns A name such as `ECONNREFUSED`; an empty string if the error has no code.
 */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Reports whether an error says that this process, or the whole system, has no file descriptor left.
 * The errors of `Deno.resolveDns` have no code.
 */
export function isOutOfDescriptors(error: unknown): boolean {
  return ["EMFILE", "ENFILE"].includes(errorCode(error)) ||
    error instanceof Error && /too many open files/i.test(error.message);
}
