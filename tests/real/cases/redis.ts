import type { Bench, Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";

const NEEDS = [{ program: "redis-server", origin: "Debian's redis-server 7.0.15" }];
const PAGE = "docs/endpoints.md";

/** Starts a Redis that keeps its data in the folder, and waits until it answers `expected`. */
async function startRedis(
  bench: Bench,
  port: number,
  args: readonly string[],
  expected = "+PONG",
): Promise<Server> {
  const server = bench.start("redis-server", [
    ...["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", bench.folder, ...args],
  ]);
  await bench.until(
    async () => (await bench.talk(port, "PING\r\nQUIT\r\n")).includes(expected),
    `Redis does not answer ${expected}`,
  );
  return server;
}

/** Starts a Redis for a case of something else. Returns its URL. */
export async function redisBroker(bench: Bench): Promise<string> {
  const port = bench.port();
  await startRedis(bench, port, []);
  return `redis://127.0.0.1:${port}/0`;
}

/** Redis alone: a load of its data takes as long as the case needs. */
export const redis: Case = {
  name: "redis",
  page: PAGE,
  title: "Redis",
  server: "redis 7.0.15",
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const port = bench.port();
    let server = await startRedis(bench, port, []);
    return {
      here: here(port),
      states: {
        "starting up": async () => {
          const keys = Array.from({ length: 5000 }, (_, index) => `SET ${index} x\r\n`).join("");
          await bench.talk(port, `${keys}SAVE\r\nQUIT\r\n`);
          await server.kill();
          const slow = [
            "--key-load-delay",
            "5000",
            "--loading-process-events-interval-bytes",
            "1024",
          ];
          server = await startRedis(bench, port, slow, "-LOADING");
        },
        "password required": async () => {
          await server.kill();
          await Deno.remove(`${bench.folder}/dump.rdb`);
          server = await startRedis(bench, port, ["--requirepass", "s3cret"], "-NOAUTH");
        },
        ready: async () => {
          await server.kill();
          server = await startRedis(bench, port, []);
        },
        hangs: () => server.hang(),
      },
    };
  },
};

const here = (port: number): Setting["here"] => ({ "localhost:6379": `127.0.0.1:${port}` });

/** Starts a primary and a replica of it that is connected. */
async function startPair(
  bench: Bench,
): Promise<Record<"primary" | "replica", { port: number; server: Server }>> {
  const [first, second] = [bench.port(), bench.port()];
  const primary = await startRedis(bench, first, []);
  const follow = ["--replicaof", `127.0.0.1 ${first}`, "--dbfilename", "replica.rdb"];
  const replica = await startRedis(bench, second, follow);
  await bench.until(
    async () =>
      (await bench.talk(second, "INFO replication\r\nQUIT\r\n")).includes("master_link_status:up"),
    "the replica is not connected",
  );
  return {
    primary: { port: first, server: primary },
    replica: { port: second, server: replica },
  };
}

export const redisReplica: Case = {
  name: "redis-replica",
  page: PAGE,
  title: "Redis replica",
  server: "redis 7.0.15",
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const { primary, replica } = await startPair(bench);
    return {
      here: here(replica.port),
      states: {
        ready: () => {},
        "primary gone": () => primary.server.kill(),
        "is a primary": () => bench.talk(replica.port, "REPLICAOF NO ONE\r\nQUIT\r\n"),
        hangs: () => replica.server.hang(),
      },
    };
  },
};

export const redisPrimary: Case = {
  name: "redis-primary",
  page: PAGE,
  title: "Redis primary",
  server: "redis 7.0.15",
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const { primary, replica } = await startPair(bench);
    return {
      here: here(primary.port),
      states: {
        ready: () => {},
        "is a replica": () =>
          bench.talk(primary.port, `REPLICAOF 127.0.0.1 ${replica.port}\r\nQUIT\r\n`),
        hangs: () => primary.server.hang(),
      },
    };
  },
};
