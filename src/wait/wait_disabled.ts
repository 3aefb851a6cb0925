const NAME = "HEALTHCHECK_WAIT_DISABLED";

/**
 * Why nothing is waited for, where the environment says so: one manifest then serves with a mesh and
 * without. Where the permission to read it is not compiled in, it says nothing.
 */
export function disabledReason(): string | undefined {
  const permission = { name: "env", variable: NAME } as const;
  if (Deno.permissions.querySync(permission).state !== "granted") return undefined;
  return Deno.env.get(NAME) || undefined;
}
