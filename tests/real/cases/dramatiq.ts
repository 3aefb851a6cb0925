import type { Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { pythonPackages } from "../packages.ts";
import { redisBroker } from "./redis.ts";

const ACTORS = `
import os, time, dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware.prometheus import Prometheus
broker = RedisBroker(url=os.environ["BROKER"], middleware=[
    Prometheus(), dramatiq.middleware.Retries(max_retries=0)])
dramatiq.set_broker(broker)
@dramatiq.actor
def good(): time.sleep(0.2)
@dramatiq.actor
def bad(): time.sleep(0.2); raise ValueError("bad")
@dramatiq.actor
def hang(): time.sleep(100000)
`;

export const dramatiq: Case = {
  name: "dramatiq",
  page: "docs/recipes.md",
  title: "dramatiq",
  server: "dramatiq 2.2.1",
  needs: [{ program: "redis-server", origin: "Debian's redis-server 7.0.15" }],
  async setUp(bench): Promise<Setting> {
    const programs = await pythonPackages("dramatiq[redis]==2.2.1", "prometheus-client==0.24.1");
    const metrics = bench.port();
    bench.write("actors.py", ACTORS);
    const env = {
      BROKER: await redisBroker(bench),
      PYTHONPATH: bench.folder,
      dramatiq_prom_db: `${bench.folder}/prometheus`,
      dramatiq_prom_host: "127.0.0.1",
      dramatiq_prom_port: `${metrics}`,
    };
    const start = (): Server =>
      bench.start(`${programs}/dramatiq`, ["actors", "--processes", "1", "--threads", "2"], {
        env,
      });
    const send = (actor: string, count: number): Promise<string> =>
      bench.run(`${programs}/python`, [
        "-c",
        `import actors\nfor _ in range(${count}): actors.${actor}.send()`,
      ], { env });
    const worker = start();
    await bench.listening(metrics);
    return {
      here: { "localhost:9191": `127.0.0.1:${metrics}` },
      states: {
        "no job yet": () => {},
        working: () => send("good", 250),
        "every job fails": () => send("bad", 250),
        idle: async () => {
          await bench.until(async () => {
            const page = await bench.page(metrics);
            return /^dramatiq_messages_inprogress\{.*\} 0\.0$/m.test(page) &&
              !/^dramatiq_messages_inprogress\{.*\} [1-9]/m.test(page);
          }, "jobs are in progress");
        },
        "jobs hang": () => send("hang", 2),
        gone: () => worker.kill(),
      },
    };
  },
};
