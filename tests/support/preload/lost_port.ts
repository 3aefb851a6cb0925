// Loaded before the program: its listener ends, the port is taken at once, and a long time passes.
const { serve } = Deno;
const now = performance.now.bind(performance);
let started = 0;

/** As much of Deno.serve as the program uses. */
type Serve = (
  options: Deno.ServeTcpOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
) => Deno.HttpServer<Deno.NetAddr>;

const serveOnce: Serve = (options, handler) => {
  if (started++ > 0) {
    performance.now = (): number => now() + 3_600_000;
    throw new Deno.errors.AddrInUse("Address already in use (os error 98)");
  }
  const server = serve(options, handler);
  const finished = Promise.reject(new Deno.errors.Http("Too many open files (os error 24)"));
  return { ...server, finished };
};
Deno.serve = serveOnce as typeof Deno.serve;
