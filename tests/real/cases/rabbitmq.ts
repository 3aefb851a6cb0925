import type { Bench, RunOptions, Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { pythonPackages } from "../packages.ts";

const SCRIPTS = "/usr/lib/rabbitmq/bin";
const SERVER = "RabbitMQ 3.10.8";
const NEEDS = ["rabbitmq-server", "epmd"].map((program) => ({
  program,
  origin: "Debian's rabbitmq-server 3.10.8",
}));
const PLUGINS = "[rabbitmq_management, rabbitmq_prometheus].\n";

/** Publishes messages, or acknowledges them as they come. */
const CLIENT = `
import sys, time, pika
port, what = int(sys.argv[1]), sys.argv[2]
channel = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port)).channel()
channel.queue_declare("jobs")
if what == "publish":
    for _ in range(int(sys.argv[3])):
        channel.basic_publish("", "jobs", b"x")
if what == "feed":
    while True:
        channel.basic_publish("", "jobs", b"x")
        channel.connection.sleep(0.1)
if what == "consume":
    channel.basic_qos(prefetch_count=1)
    for method, _, _ in channel.consume("jobs"):
        channel.basic_ack(method.delivery_tag)
if what == "bury":
    channel.queue_declare("jobs.dead")
    channel.basic_publish("", "jobs.dead", b"x")
if what == "purge":
    channel.queue_purge("jobs")
    channel.queue_purge("jobs.dead")
`;

interface Rabbit {
  readonly server: Server;
  readonly options: RunOptions;
  readonly ports: { readonly amqp: number; readonly management: number; readonly metrics: number };
}

async function startRabbit(bench: Bench): Promise<Rabbit> {
  const ports = { amqp: bench.port(), management: bench.port(), metrics: bench.port() };
  const names = bench.port();
  const options = {
    unprivileged: true,
    env: {
      ERL_EPMD_PORT: `${names}`,
      RABBITMQ_NODENAME: "healthcheck@localhost",
      RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
      RABBITMQ_NODE_PORT: `${ports.amqp}`,
      RABBITMQ_DIST_PORT: `${bench.port()}`,
      RABBITMQ_MNESIA_BASE: `${bench.folder}/mnesia`,
      RABBITMQ_LOG_BASE: `${bench.folder}/log`,
      RABBITMQ_GENERATED_CONFIG_DIR: `${bench.folder}/config`,
      RABBITMQ_ENABLED_PLUGINS_FILE: bench.write("plugins", PLUGINS),
      RABBITMQ_CONFIG_FILE: bench.write(
        "rabbitmq.conf",
        // Less than the shortened `stall`.
        `collect_statistics_interval = 1000
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports.management}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = ${ports.metrics}
`,
      ),
    },
  };
  // Without one of its own, the server would leave a daemon behind.
  bench.start("epmd", ["-address", "127.0.0.1", "-port", `${names}`], options);
  await bench.listening(names);
  const server = bench.start(`${SCRIPTS}/rabbitmq-server`, [], options);
  for (const port of Object.values(ports)) await bench.listening(port);
  return { server, ports, options };
}

export const rabbitmq: Case = {
  name: "rabbitmq",
  page: "docs/endpoints.md",
  title: "RabbitMQ",
  server: SERVER,
  needs: NEEDS,
  notMade: { "other version": "it would need a server of AMQP 1.0 alone" },
  async setUp(bench): Promise<Setting> {
    const { server, ports } = await startRabbit(bench);
    return {
      here: { "localhost:5672": `127.0.0.1:${ports.amqp}` },
      states: { ready: () => {}, hangs: () => server.hang() },
    };
  },
};

export const rabbitmqQueues: Case = {
  name: "rabbitmq-queues",
  page: "docs/recipes.md",
  title: "RabbitMQ's queues",
  server: SERVER,
  needs: NEEDS,
  async setUp(bench): Promise<Setting> {
    const python = `${await pythonPackages("pika==1.3.2")}/python`;
    const { server, ports, options } = await startRabbit(bench);
    const script = bench.write("client.py", CLIENT);
    const client = (what: string): Server => bench.start(python, [script, `${ports.amqp}`, what]);
    const run = (...args: readonly string[]): Promise<string> =>
      bench.run(python, [script, `${ports.amqp}`, ...args]);
    await run("declare");
    let consumer = client("consume");
    const feed = client("feed");
    const auth = bench.write("auth", `Basic ${btoa("guest:guest")}`);
    return {
      here: {
        "localhost:15692": `127.0.0.1:${ports.metrics}`,
        "localhost:15672": `127.0.0.1:${ports.management}`,
        "/etc/rabbit/auth": auth,
      },
      states: {
        working: () => {},
        idle: () => feed.kill(),
        "a dead letter waits": () => run("bury"),
        "consumer hangs": async () => {
          consumer.hang();
          await run("publish", "50");
        },
        "nobody reads": async () => {
          await consumer.kill();
          await run("publish", "100");
        },
        "memory alarm": async () => {
          await run("purge");
          consumer = client("consume");
          const args = ["set_vm_memory_high_watermark", "0.00001"];
          await bench.run(`${SCRIPTS}/rabbitmqctl`, args, options);
        },
        hangs: () => server.hang(),
      },
    };
  },
};
