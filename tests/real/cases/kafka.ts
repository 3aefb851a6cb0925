import type { Bench, Server } from "../bench.ts";
import type { Case, Setting } from "../case.ts";
import { mavenJars, pythonPackages } from "../packages.ts";

/**
 * Sends records or consumes them. The consumer commits `offset + 1` after each record, as most
 * hand-written loops do, and tries a record of `bad` again for ever. It fetches little at once, because
 * it works through a fetch of one partition before it takes the next.
 */
const CLIENT = `
import sys, time
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.structs import OffsetAndMetadata
server, what, *rest = sys.argv[1:]
if what == "create":
    KafkaAdminClient(bootstrap_servers=server).create_topics([NewTopic("orders", 3, 1)])
if what == "send":
    producer = KafkaProducer(bootstrap_servers=server, batch_size=0)
    partition, count, value, pause = int(rest[0]), int(rest[1]), rest[2].encode(), float(rest[3])
    for _ in range(count):
        producer.send("orders", value, partition=partition)
        time.sleep(pause)
    producer.flush()
if what == "transaction":
    producer = KafkaProducer(bootstrap_servers=server, transactional_id="t")
    producer.init_transactions()
    producer.begin_transaction()
    producer.send("orders", b"good", partition=0)
    producer.commit_transaction()
if what == "consume":
    consumer = KafkaConsumer(
        "orders", bootstrap_servers=server, group_id="billing", auto_offset_reset="earliest",
        enable_auto_commit=False, max_poll_records=10, max_partition_fetch_bytes=1000, isolation_level="read_committed")
    while True:
        for partition, records in consumer.poll(timeout_ms=300).items():
            for record in records:
                if record.value == b"bad":
                    consumer.seek(partition, record.offset)
                    time.sleep(0.1)
                    break
                time.sleep(0.02)
                consumer.commit({partition: OffsetAndMetadata(record.offset + 1, "", -1)})
`;

/** The settings of one node that is broker and controller. */
function properties(bench: Bench, port: number, controller: number): string {
  return `node.id=1
process.roles=broker,controller
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controller}
log.dirs=${bench.folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
`;
}

async function startKafka(bench: Bench): Promise<number> {
  const jars = await mavenJars("org.apache.kafka:kafka_2.13:4.1.2");
  const port = bench.port();
  const config = bench.write("server.properties", properties(bench, port, bench.port()));
  const java = ["-Xmx512m", "-cp", `${jars}/*`];
  const format = ["format", "-t", "AAAAAAAAQACAAAAAAAAAAA", "-c", config];
  await bench.run("java", [...java, "org.apache.kafka.tools.StorageTool", ...format])
    .catch(() => bench.run("java", [...java, "kafka.tools.StorageTool", ...format]));
  bench.start("java", [...java, "kafka.Kafka", config]);
  await bench.listening(port);
  return port;
}

export const kafka: Case = {
  name: "kafka",
  page: "docs/model-servers.md",
  title: "A Kafka consumer",
  server: "Kafka 4.1.2 with kafka_exporter of January 2026",
  needs: [
    { program: "java", origin: "Debian's openjdk-17-jre-headless" },
    { program: "mvn", origin: "Debian's maven" },
    {
      program: "kafka_exporter",
      origin: "go install github.com/danielqsj/kafka_exporter at 953e2f1745b9",
    },
  ],
  async setUp(bench): Promise<Setting> {
    const python = `${await pythonPackages("kafka-python==2.3.0")}/python`;
    const broker = `127.0.0.1:${await startKafka(bench)}`;
    const script = bench.write("client.py", CLIENT);
    const start = (...args: readonly string[]): Server =>
      bench.start(python, [script, broker, ...args]);
    const run = (...args: readonly string[]): Promise<string> =>
      bench.run(python, [script, broker, ...args]);
    const send = async (count: number, value = "good"): Promise<void> => {
      for (const partition of ["0", "1", "2"]) {
        await run("send", partition, `${count}`, value, "0");
      }
    };
    await bench.until(() => run("create").then(() => true), "cannot create the topic");
    await send(1);
    const metrics = bench.port();
    const exporter = bench.start("kafka_exporter", [
      ...[`--kafka.server=${broker}`, `--web.listen-address=127.0.0.1:${metrics}`],
      "--kafka.version=3.6.0",
    ]);
    await bench.listening(metrics);
    const lag = async (): Promise<number> => {
      const lags = (await bench.page(metrics)).matchAll(/^kafka_consumergroup_lag\{.* (\S+)$/gm);
      const all = [...lags].map(([, text]) => Number(text));
      return all.length < 3 ? NaN : all.reduce((sum, one) => sum + one, 0);
    };
    let consumer: Server | undefined;
    const drain = async (): Promise<void> => {
      consumer ??= start("consume");
      await bench.until(async () => await lag() === 0, "records wait");
    };
    return {
      here: { "kafka-exporter:9308": `127.0.0.1:${metrics}` },
      states: {
        "new group": () => {},
        "no records": drain,
        working: () => {
          for (const partition of ["0", "1", "2"]) start("send", partition, "250", "good", "0.1");
        },
        "behind, but working": async () => {
          await send(700);
          await bench.until(async () => await lag() > 1000, "no record waits");
        },
        "one record after a transaction": async () => {
          await drain();
          await run("transaction");
          await bench.until(async () => await lag() === 1, "the marker is no record");
        },
        "one partition stuck": async () => {
          await run("send", "1", "5", "bad", "0");
          start("send", "2", "300", "good", "0.1");
        },
        "stuck on a record": async () => {
          await consumer?.kill();
          consumer = start("consume");
          await send(5, "bad");
        },
        "exporter gone": () => exporter.kill(),
      },
    };
  },
};
