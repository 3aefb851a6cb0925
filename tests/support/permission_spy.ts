// Loaded before the program: tells on SIGUSR1 which permissions the process still has.
Deno.addSignalListener("SIGUSR1", () => {
  const names = ["env", "ffi", "import", "net", "read", "run", "sys", "write"] as const;
  const granted = names.filter((name) =>
    Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
  );
  // deno-lint-ignore no-console
  console.log(`granted: ${granted.join(",")}`);
});
