// Loaded before the program: a signal is printed instead of sent, unless DENIED is set.
const isDenied = Deno.env.has("DENIED");
Object.defineProperty(Deno, "kill", {
  value: (pid: number, signal: string): void => {
    if (isDenied) throw new Deno.errors.PermissionDenied("Operation not permitted");
    Deno.stdout.writeSync(new TextEncoder().encode(`${signal} to ${pid}\n`));
  },
});
