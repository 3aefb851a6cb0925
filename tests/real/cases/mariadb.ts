import type { Case, Setting } from "../case.ts";

/** The least that the server takes; one more is kept for an administrator. */
const MAX_CONNECTIONS = 10;

export const mariadb: Case = {
  name: "mariadb",
  page: "docs/endpoints.md",
  title: "MySQL and MariaDB",
  server: "MariaDB 10.11.19",
  needs: ["mariadbd", "mariadb-install-db"].map((program) => ({
    program,
    origin: "Debian's mariadb-server 10.11.19",
  })),
  async setUp(bench): Promise<Setting> {
    const port = bench.port();
    const options = { unprivileged: true };
    const data = `--datadir=${bench.folder}/data`;
    await bench.run("mariadb-install-db", [
      "--no-defaults",
      data,
      "--auth-root-authentication-method=normal",
    ], options);
    const server = bench.start("mariadbd", [
      ...["--no-defaults", data, `--socket=${bench.folder}/socket`, "--bind-address=127.0.0.1"],
      ...[`--port=${port}`, `--max-connections=${MAX_CONNECTIONS}`],
    ], options);
    await bench.listening(port);
    const clients: Deno.Conn[] = [];
    return {
      here: { "localhost:3306": `127.0.0.1:${port}` },
      states: {
        ready: () => {},
        "too many connections": async () => {
          for (let count = 0; count <= MAX_CONNECTIONS; count++) {
            const client = await Deno.connect({ hostname: "127.0.0.1", port });
            clients.push(client);
            await client.read(new Uint8Array(512));
          }
        },
        hangs: () => {
          for (const client of clients) client.close();
          server.hang();
        },
      },
    };
  },
};
