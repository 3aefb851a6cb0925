import { assertEquals, assertRejects } from "@std/assert";
import { dial, isConnectedToItself } from "../../../src/net/sockets/dial.ts";

const { signal } = new AbortController();
const END: Deno.NetAddr = { transport: "tcp", hostname: "127.0.0.1", port: 50_052 };

for (
  const [expected, what, remoteAddr] of [
    [true, "both ends are the same", { ...END }],
    [false, "the ports differ", { ...END, port: 8080 }],
    [false, "the hosts differ", { ...END, hostname: "127.0.0.2" }],
  ] as const
) {
  Deno.test(`isConnectedToItself() is ${expected} when ${what}`, () => {
    assertEquals(isConnectedToItself({ localAddr: END, remoteAddr }), expected);
  });
}

Deno.test("dial() tries the next address when a connection is to itself", async () => {
  const { connect } = Deno;
  const closed: string[] = [];
  Deno.connect = (({ hostname = "", port }: Deno.ConnectOptions) => {
    const remoteAddr = { ...END, hostname, port };
    const localAddr = hostname === "10.0.0.1"
      ? remoteAddr
      : { ...remoteAddr, hostname: "10.0.0.9" };
    return Promise.resolve({ localAddr, remoteAddr, close: () => closed.push(hostname) });
  }) as unknown as typeof Deno.connect;
  try {
    const app = { port: END.port, signal, lookUp: () => Promise.resolve(["10.0.0.1", "10.0.0.2"]) };
    assertEquals((await dial({ hostname: "app", ...app })).remoteAddr.hostname, "10.0.0.2");
    const alone = (): Promise<Deno.Conn> => dial({ hostname: "10.0.0.1", ...app });
    await assertRejects(alone, Deno.errors.ConnectionRefused);
    assertEquals(closed, ["10.0.0.1", "10.0.0.1"]);
  } finally {
    Deno.connect = connect;
  }
});

/** Two ports are left for the source of a connection, so that some of 60 would be to themselves. */
const FEW_PORTS =
  'ip link set lo up && echo "21500 21503" > /proc/sys/net/ipv4/ip_local_port_range';
const MAIN = new URL("../../../main.ts", import.meta.url).pathname;

async function inNamespace(
  command: string,
  ...args: readonly string[]
): Promise<Deno.CommandOutput> {
  return await new Deno.Command("unshare", { args: ["-rn", "sh", "-c", command, ...args] })
    .output();
}

const isPermitted = await inNamespace(FEW_PORTS).then(({ success }) => success, () => false);

for (const kind of ["tcp", "http", "https", "grpc", "grpcs"]) {
  Deno.test({
    name: `dial() is refused when ${kind} asks an ephemeral port where nothing listens`,
    ignore: !isPermitted,
    fn: async () => {
      const endpoints = Array.from({ length: 60 }, (_, i) => `${kind}://127.0.0.1:21500#name=${i}`);
      const { stdout } = await inNamespace(
        `${FEW_PORTS} && exec "$0" "$@"`,
        Deno.execPath(),
        ...["run", "--allow-all", "--quiet", MAIN, "check", "--format", "json", "5", ...endpoints],
      );
      const report = JSON.parse(new TextDecoder().decode(stdout)) as {
        endpoints: readonly { reason?: string }[];
      };
      const reasons = new Set(report.endpoints.map(({ reason }) => reason));
      assertEquals([...reasons], ["connection refused"]);
    },
  });
}
