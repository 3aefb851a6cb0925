import type { Case, Setting } from "../case.ts";
import { pythonPackages } from "../packages.ts";

/** Creates the stream and its consumer, publishes records, fetches and acknowledges them, or only fetches. */
const CLIENT = `
import asyncio, sys, nats
async def main(url, what, count):
    client = await nats.connect(url)
    stream = client.jetstream()
    if what == "create":
        await stream.add_stream(name="ORDERS", subjects=["orders"])
    if what == "publish":
        for _ in range(count): await stream.publish("orders", b"x")
    billing = await stream.pull_subscribe("orders", durable="billing", stream="ORDERS")
    if what == "consume":
        for message in await billing.fetch(count, timeout=10): await message.ack_sync()
    if what == "fetch": await billing.fetch(count, timeout=10)
    while what == "work":
        await stream.publish("orders", b"x")
        for message in await billing.fetch(1, timeout=10): await message.ack_sync()
        await asyncio.sleep(0.2)
    await client.close()
asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
`;

export const nats: Case = {
  name: "nats",
  page: "docs/recipes.md",
  title: "NATS",
  server: "NATS 2.15.3",
  needs: [{
    program: "nats-server",
    origin: "go install github.com/nats-io/nats-server/v2@v2.15.3",
  }],
  async setUp(bench): Promise<Setting> {
    const python = `${await pythonPackages("nats-py==2.16.0")}/python`;
    const [port, monitoring] = [bench.port(), bench.port()];
    const server = bench.start("nats-server", [
      ...["-js", "-sd", `${bench.folder}/data`, "-a", "127.0.0.1"],
      ...["-p", `${port}`, "-m", `${monitoring}`],
    ]);
    await bench.listening(monitoring);
    const client = ["-c", CLIENT, `nats://127.0.0.1:${port}`];
    const run = (what: string, count: number): Promise<string> =>
      bench.run(python, [...client, what, `${count}`]);
    await run("create", 0);
    await run("publish", 10);
    const worker = bench.start(python, [...client, "work", "0"]);
    return {
      here: {
        "localhost:8222": `127.0.0.1:${monitoring}`,
        "localhost:4222": `127.0.0.1:${port}`,
      },
      states: {
        working: () => {},
        idle: async () => {
          await worker.kill();
          await run("consume", 10);
        },
        "consumer hangs": async () => {
          await run("publish", 16);
          await run("fetch", 16);
        },
        "nobody reads": () => run("publish", 30),
        hangs: () => server.hang(),
        gone: () => server.kill(),
      },
    };
  },
};
