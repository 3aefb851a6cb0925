// An endpoint for the bench: `/50` answers after 50 milliseconds, `/0` at once.
Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => {
    // deno-lint-ignore no-console
    console.log(`port=${port}`);
  },
}, async (request) => {
  const ms = Number(new URL(request.url).pathname.slice(1));
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return new Response("ok");
});
