/** @module What a program cannot do is one line on standard error and the status 2, without a stack. */
globalThis.addEventListener("unhandledrejection", (event) => {
  const { reason } = event;
  if (!(reason instanceof Error) || !reason.message.startsWith("cannot ")) return;
  event.preventDefault();
  // deno-lint-ignore no-console
  console.error(reason.message);
  Deno.exit(2);
});
