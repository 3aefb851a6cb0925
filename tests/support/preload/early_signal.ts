// Loaded before the program: SIGTERM comes when it gives up permissions, before it checks anything.
const { revoke } = Deno.permissions;
Deno.permissions.revoke = async (descriptor): Promise<Deno.PermissionStatus> => {
  Deno.permissions.revoke = revoke;
  // On a busy machine, the round is faster than the signal.
  const { promise, resolve } = Promise.withResolvers<void>();
  Deno.addSignalListener("SIGTERM", resolve);
  Deno.kill(Deno.pid, "SIGTERM");
  await promise;
  return await revoke.call(Deno.permissions, descriptor);
};
