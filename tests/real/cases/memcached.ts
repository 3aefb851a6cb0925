import type { Case, Setting } from "../case.ts";

export const memcached: Case = {
  name: "memcached",
  page: "docs/endpoints.md",
  title: "memcached",
  server: "memcached 1.6.18",
  needs: [{ program: "memcached", origin: "Debian's memcached 1.6.18" }],
  setUp(bench): Setting {
    const port = bench.port();
    const options = { unprivileged: true };
    const server = bench.start("memcached", ["-l", "127.0.0.1", "-p", `${port}`], options);
    return {
      here: { "localhost:11211": `127.0.0.1:${port}` },
      states: { ready: () => bench.listening(port), hangs: () => server.hang() },
    };
  },
};
