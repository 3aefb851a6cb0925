import type { Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { pythonPackages } from "../packages.ts";
import { redisBroker } from "./redis.ts";

/** PyPI's `celery-exporter` is another program. */
const EXPORTER =
  "git+https://github.com/danihodovic/celery-exporter@95e8e492f0cb300247432d664ea9732bfdf57ad7";
const EXPORT = "from src.cli import cli\ncli(auto_envvar_prefix='CE')";
const TASKS = `
import os, time
from celery import Celery
app = Celery("tasks", broker=os.environ["BROKER"])
@app.task
def good(): time.sleep(0.2)
@app.task
def bad(): time.sleep(0.2); raise ValueError("bad")
@app.task
def hang(): time.sleep(100000)
`;
/** More than a worker does while it is watched. */
const MANY = 500;

export const celery: Case = {
  name: "celery",
  page: "docs/model-servers.md",
  title: "Celery",
  server: "Celery 5.7.0 with celery-exporter of August 2026",
  needs: [
    { program: "redis-server", origin: "Debian's redis-server 7.0.15" },
    { program: "git", origin: "Debian's git" },
  ],
  async setUp(bench): Promise<Setting> {
    const programs = await pythonPackages("celery[redis]==5.7.0", EXPORTER);
    const metrics = bench.port();
    bench.write("tasks.py", TASKS);
    const broker = await redisBroker(bench);
    const options = { env: { BROKER: broker, PYTHONPATH: bench.folder } };
    const run = (...args: readonly string[]): Promise<string> =>
      bench.run(`${programs}/celery`, ["-A", "tasks", ...args], options);
    const send = (task: string, count: number): Promise<string> =>
      bench.run(
        `${programs}/python`,
        ["-c", `import tasks\nfor _ in range(${count}): tasks.${task}.delay()`],
        options,
      );
    const has = (line: string): Promise<void> =>
      bench.until(async () => (await bench.page(metrics)).includes(`${line}\n`), `no ${line}`);
    const startWorker = async (pool: string): Promise<Server> => {
      const server = bench.start(
        `${programs}/celery`,
        ["-A", "tasks", "worker", "-E", "-c", "2", "-n", "celery@worker-0", "-P", pool],
        options,
      );
      await has('celery_worker_up{hostname="worker-0"} 1.0');
      return server;
    };
    const purge = async (): Promise<void> => {
      await run("purge", "-f");
      await has('celery_worker_tasks_active{hostname="worker-0"} 0.0');
    };
    const exporter = bench.start(`${programs}/python`, [
      ...["-c", EXPORT, `--broker-url=${broker}`, `--port=${metrics}`, "--host=127.0.0.1"],
      "--worker-timeout=10",
    ], options);
    await bench.listening(metrics);
    let worker = await startWorker("prefork");
    return {
      here: { "celery-exporter:9808": `127.0.0.1:${metrics}` },
      states: {
        "no task yet": () => {},
        working: () => send("good", MANY),
        "every task fails": async () => {
          await purge();
          await send("bad", MANY);
        },
        "lost its queue": async () => {
          await purge();
          await run("control", "cancel_consumer", "celery");
          await send("good", 20);
        },
        "pool hangs": async () => {
          await run("purge", "-f");
          await run("control", "add_consumer", "celery");
          await send("hang", 2);
          await has('celery_worker_tasks_active{hostname="worker-0"} 2.0');
        },
        "solo, one long task": async () => {
          await worker.kill();
          worker = await startWorker("solo");
          await purge();
          await send("hang", 1);
          await has('celery_worker_up{hostname="worker-0"} 0.0');
        },
        "worker silent": async () => {
          await worker.kill();
          worker = await startWorker("prefork");
          await purge();
          worker.hang();
          await has('celery_worker_up{hostname="worker-0"} 0.0');
        },
        "exporter gone": () => exporter.kill(),
      },
    };
  },
};
