import type { Case, Setting } from "../case.ts";

const PROGRAMS = ["initdb", "postgres"];

export const postgresql: Case = {
  name: "postgresql",
  page: "docs/endpoints.md",
  title: "PostgreSQL",
  server: "PostgreSQL 15.18",
  needs: PROGRAMS.map((program) => ({
    program,
    origin: "Debian's postgresql-15 15.18, in /usr/lib/postgresql/15/bin",
  })),
  async setUp(bench): Promise<Setting> {
    const port = bench.port();
    const data = `${bench.folder}/data`;
    const options = { unprivileged: true };
    await bench.run("initdb", ["-D", data, "-U", "app", "-A", "trust"], options);
    // SIGQUIT also ends the processes of the server, which are in groups of their own.
    const start = () =>
      bench.start("postgres", [
        ...["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", bench.folder],
        // A standby that waits for its archive starts up for ever.
        ...["-c", "hot_standby=off", "-c", "restore_command=false"],
      ], options);
    let server = start();
    await bench.listening(port);
    return {
      here: { "localhost:5432": `127.0.0.1:${port}` },
      states: {
        ready: async () =>
          await bench.until(
            async () =>
              (await bench.talk(port, "\0\0\0$\0\x03\0\0user\0app\0database\0postgres\0\0", "R"))
                .startsWith("R"),
            "PostgreSQL does not accept sessions",
          ),
        "starting up": async () => {
          const log = await Deno.readTextFile(server.log);
          if (log.includes("FATAL")) throw new Error(`the check left a FATAL line: ${log}`);
          await server.kill("SIGQUIT");
          bench.write("data/standby.signal", "");
          server = start();
          await bench.listening(port);
        },
        hangs: async () => {
          await server.kill("SIGQUIT");
          await Deno.remove(`${data}/standby.signal`);
          server = start();
          await bench.listening(port);
          server.hang();
        },
      },
    };
  },
};
