// Loaded before the program: prints on SIGUSR1 the permissions that the process still has.
Deno.addSignalListener("SIGUSR1", () => {
  const names = ["env", "ffi", "import", "net", "read", "run", "sys", "write"] as const;
  const granted = names.filter((name) =>
    Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
  );
  // deno-lint-ignore no-console
  console.log(`granted: ${granted.join(",")}`);
});
