const NAMES = ["env", "ffi", "import", "net", "read", "run", "sys", "write"] as const;

/**
 * Revokes every permission except the named ones, for good. A process that an attacker takes over can
 * then do no more than its checks need.
 */
export async function keepOnly(...kept: readonly Deno.PermissionName[]): Promise<void> {
  const revoked = NAMES.filter((name) => !kept.includes(name as Deno.PermissionName));
  await Promise.all(
    revoked.map((name) => Deno.permissions.revoke({ name } as Deno.PermissionDescriptor)),
  );
}
