import type { Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";

export const etcd: Case = {
  name: "etcd",
  page: "docs/recipes.md",
  title: "etcd",
  server: "etcd 3.4.23",
  needs: [{ program: "etcd", origin: "Debian's etcd-server 3.4.23" }],
  async setUp(bench): Promise<Setting> {
    const members = [0, 1, 2].map(() => ({ client: bench.port(), peer: bench.port() }));
    const url = (port: number): string => `http://127.0.0.1:${port}`;
    const cluster = members.map(({ peer }, index) => `m${index}=${url(peer)}`).join(",");
    const servers = members.map(({ client, peer }, index) =>
      bench.start("etcd", [
        ...["--name", `m${index}`, "--data-dir", `${bench.folder}/m${index}`],
        ...["--listen-client-urls", url(client), "--advertise-client-urls", url(client)],
        ...["--listen-peer-urls", url(peer), "--initial-advertise-peer-urls", url(peer)],
        ...["--initial-cluster", cluster, "--logger", "zap"],
      ])
    );
    const [{ client = 0 } = {}] = members;
    const [first, ...others] = servers as [Server, ...Server[]];
    const isHealthy = async (): Promise<boolean> =>
      (await bench.page(client, "/health")).includes("true");
    await bench.until(isHealthy, "etcd has no leader");
    return {
      here: { "localhost:2379": `127.0.0.1:${client}` },
      states: {
        working: () => {},
        "no leader": async () => {
          for (const other of others) await other.kill();
          await bench.until(async () => !await isHealthy(), "etcd keeps its leader");
        },
        hangs: () => first.hang(),
        gone: () => first.kill(),
      },
    };
  },
};
