// Loaded before the program: SIGTERM comes when it gives up permissions, before it checks anything.
const { revoke } = Deno.permissions;
Deno.permissions.revoke = async (descriptor): Promise<Deno.PermissionStatus> => {
  Deno.permissions.revoke = revoke;
  Deno.kill(Deno.pid, "SIGTERM");
  return await revoke.call(Deno.permissions, descriptor);
};
