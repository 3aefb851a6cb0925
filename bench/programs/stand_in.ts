// An endpoint for the bench: `/50` answers after 50 milliseconds, `/0` at once, `/json` with JSON,
// `/page` with a page of metrics, `/page/large` with one of 4 MiB, whose last lines count, and `/page/engines`
// with one of 4 MiB whose last lines are of 256 engines.
const SAMPLES = "done 7\nrunning 0\n";
const ENGINES = Array.from(
  { length: 256 },
  (_, i) => `done{engine="${i}"} 7\nrunning{engine="${i}"} 0\n`,
).join("");
/** Each is created when it is first requested. */
let large: string | undefined;
let engines: string | undefined;

/** Histograms of many labels, as an API server shows them. */
function largePage(samples: string): string {
  const lines: string[] = [];
  let left = 4 * 1024 * 1024 - samples.length;
  for (let i = 0;; i++) {
    const labels =
      `component="apiserver",group="apps",resource="deployments",verb="LIST",version="v1"`;
    const name = `apiserver_request_duration_${i >> 8}_seconds_bucket`;
    const line = `${name}{${labels},le="${i % 97}"} ${i * 3}\n`;
    left -= line.length;
    if (left < 0) return lines.join("") + samples;
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
  if (pathname === "/page/large") return new Response(large ??= largePage(SAMPLES));
  if (pathname === "/page/engines") return new Response(engines ??= largePage(ENGINES));
  const ms = Number(pathname.slice(1));
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return new Response("ok");
});
