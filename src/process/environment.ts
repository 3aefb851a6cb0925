/** @module The environment. */
import { ArgumentError } from "./argument_error.ts";
import { HIDDEN } from "./text/redact.ts";

/**
 * The variables by which Deno would listen on another address, trust other certificates, or speak other
 * versions of TLS. It reads each when it first needs it.
 */
const OVERRIDES = [
  "DENO_SERVE_ADDRESS",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
] as const;

const NOT_UTF8 = Symbol();

const removed = new Map<string, string>();

/**
 * Removes from the environment what would override the arguments, as far as the permission for these
 * variables was compiled in. To be called before anything listens or connects.
 */
export function removeOverrides(): void {
  for (const name of OVERRIDES) {
    const value = valueOf(name);
    // Deno ignores a value that is not UTF-8.
    if (typeof value !== "string") continue;
    Deno.env.delete(name);
    removed.set(name, value);
  }
}

/** What {@linkcode removeOverrides} removed: a child process has a right to the whole environment. */
export function removedVariables(): Record<string, string> {
  return Object.fromEntries(removed);
}

/**
 * Reads a variable of the environment.
 *
 * @returns Its value; `undefined` if it is not set, is empty, or the permission to read it was not
 * compiled in.
 * @throws {ArgumentError} if it is not UTF-8.
 */
export function readVariable(name: string): string | undefined {
  const value = valueOf(name);
  if (value === NOT_UTF8) throw new ArgumentError(`use ${name}`, "it must be UTF-8", HIDDEN);
  return value || undefined;
}

function valueOf(variable: string): string | typeof NOT_UTF8 | undefined {
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return undefined;
  try {
    return Deno.env.get(variable);
  } catch {
    return NOT_UTF8;
  }
}
