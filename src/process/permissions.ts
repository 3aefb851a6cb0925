const NAMES = ["env", "ffi", "import", "net", "read", "run", "sys", "write"] as const;

/**
 * Gives up every permission but the named ones, for good: a process that was made to do something
 * else than check finds that it may not.
 */
export async function keepOnly(...kept: readonly Deno.PermissionName[]): Promise<void> {
  const given = NAMES.filter((name) => !kept.includes(name as Deno.PermissionName));
  await Promise.all(
    given.map((name) => Deno.permissions.revoke({ name } as Deno.PermissionDescriptor)),
  );
}
