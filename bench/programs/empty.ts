// An empty program, the baseline: `empty.ts [PORT]` serves a constant, `empty.ts exit` ends at once.
const [first = "0"] = Deno.args;
if (first !== "exit") {
  Deno.serve({
    hostname: "127.0.0.1",
    port: Number(first),
    onListen: ({ port }) => {
      // deno-lint-ignore no-console
      console.log(`port=${port}`);
    },
  }, () => new Response("ok"));
}
