import type { Case, Setting } from "../case.ts";

export const nginx: Case = {
  name: "nginx",
  page: "docs/recipes.md",
  title: "nginx",
  server: "nginx 1.22.1",
  needs: [{ program: "nginx", origin: "Debian's nginx-light 1.22.1" }],
  async setUp(bench): Promise<Setting> {
    const port = bench.port();
    const config = bench.write(
      "nginx.conf",
      `daemon off;
pid ${bench.folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${bench.folder};
  server {
    listen 127.0.0.1:${port};
    location /stub_status { stub_status; }
  }
}
`,
    );
    const server = bench.start("nginx", ["-e", "stderr", "-p", bench.folder, "-c", config]);
    await bench.listening(port);
    return {
      here: { "localhost:8080": `127.0.0.1:${port}` },
      states: { working: () => {}, hangs: () => server.hang(), gone: () => server.kill() },
    };
  },
};
