// An endpoint for the bench: `/50` answers after 50 milliseconds, `/0` at once, `/json` with JSON,
// `/page` with a page of metrics and `/page/large` with one of 4 MiB, whose last lines count.
const SAMPLES = "done 7\nrunning 0\n";
/** Created when it is first requested. */
let large: string | undefined;

/** Histograms of many labels, as an API server shows them. */
function largePage(): string {
  const lines: string[] = [];
  let left = 4 * 1024 * 1024 - SAMPLES.length;
  for (let i = 0;; i++) {
    const labels =
      `component="apiserver",group="apps",resource="deployments",verb="LIST",version="v1"`;
    const name = `apiserver_request_duration_${i >> 8}_seconds_bucket`;
    const line = `${name}{${labels},le="${i % 97}"} ${i * 3}\n`;
    left -= line.length;
    if (left < 0) return lines.join("") + SAMPLES;
    lines.push(line);
  }
}

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => {
    // deno-lint-ignore no-console
    console.log(`port=${port}`);
  },
}, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/json") return Response.json({ queue: 7 });
  if (pathname === "/page") return new Response(SAMPLES);
  if (pathname === "/page/large") return new Response(large ??= largePage());
  const ms = Number(pathname.slice(1));
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return new Response("ok");
});
