/**
 * Reads a variable of the environment.
 *
 * @returns Its value; `undefined` if it is not set, is empty, or the permission to read it was not
 * compiled in.
 */
export function readVariable(name: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable: name });
  return permission.state === "granted" ? Deno.env.get(name) || undefined : undefined;
}
