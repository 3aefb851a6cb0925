/** @module What the servers of docs/endpoints.md say in each state, by their protocols. */

/** What a server does with a connection. */
export interface Script {
  /** What the client must send before the server speaks; empty where the server speaks first. */
  readonly request: Uint8Array;
  /** What the server then sends; `null` if it hangs. */
  readonly answer: Uint8Array | null;
  /** Whether it then closes. */
  readonly closes: boolean;
}

/** Encodes text and single bytes, one after the other. */
function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...new TextEncoder().encode(part)] : [part]
    ),
  );
}

function scripts(
  request: Uint8Array,
  answers: Readonly<Record<string, Uint8Array>>,
  { closes }: { closes: readonly string[] },
): Readonly<Record<string, Script>> {
  const states = Object.entries(answers).map(([state, answer]) =>
    [state, { request, answer, closes: closes.includes(state) }] as const
  );
  return Object.fromEntries([...states, ["hangs", { request, answer: null, closes: false }]]);
}

const INFO = bytes("INFO replication\r\nQUIT\r\n");

/** Returns the section on replication as Redis sends it: a string with its length, then OK. */
function info(lines: string): Uint8Array {
  const text = `# Replication\r\n${lines}`;
  return bytes(`$${text.length}\r\n${text}\r\n+OK\r\n`);
}

/** By the title of the recipe and the state of its server. */
export const STAND_INS: Readonly<Record<string, Readonly<Record<string, Script>>>> = {
  // https://redis.io/docs/latest/develop/reference/protocol-spec/
  Redis: scripts(bytes("PING\r\nQUIT\r\n"), {
    ready: bytes("+PONG\r\n+OK\r\n"),
    "starting up": bytes("-LOADING Redis is loading the dataset in memory\r\n+OK\r\n"),
    "password required": bytes("-NOAUTH Authentication required.\r\n+OK\r\n"),
  }, { closes: ["ready", "starting up", "password required"] }),
  // https://redis.io/docs/latest/commands/cluster-info/
  "Redis Cluster": scripts(bytes("CLUSTER INFO\r\nQUIT\r\n"), {
    ready: bytes("$48\r\ncluster_state:ok\r\ncluster_slots_assigned:16384\r\n+OK\r\n"),
    "slots missing": bytes(
      "$50\r\ncluster_state:fail\r\ncluster_slots_assigned:16383\r\n+OK\r\n",
    ),
    "password required": bytes("-NOAUTH Authentication required.\r\n+OK\r\n"),
  }, { closes: ["ready", "slots missing", "password required"] }),
  // https://redis.io/docs/latest/commands/info/
  "Redis replica": scripts(INFO, {
    ready: info("role:slave\r\nmaster_host:redis\r\nmaster_link_status:up\r\n"),
    "primary gone": info("role:slave\r\nmaster_host:redis\r\nmaster_link_status:down\r\n"),
    "is a primary": info("role:master\r\nconnected_slaves:0\r\n"),
  }, { closes: ["ready", "primary gone", "is a primary"] }),
  "Redis primary": scripts(INFO, {
    ready: info("role:master\r\nconnected_slaves:1\r\n"),
    "is a replica": info("role:slave\r\nmaster_link_status:up\r\n"),
  }, { closes: ["ready", "is a replica"] }),
  // https://github.com/memcached/memcached/blob/master/doc/protocol.txt
  memcached: scripts(bytes("version\r\nquit\r\n"), {
    ready: bytes("VERSION 1.6.18\r\n"),
  }, { closes: ["ready"] }),
  // https://www.postgresql.org/docs/current/protocol-message-formats.html
  PostgreSQL: scripts(bytes(0, 0, 0, 36, 0, 3, 0, 0, "user\0app\0database\0postgres\0\0"), {
    ready: bytes("R", 0, 0, 0, 23, 0, 0, 0, 10, "SCRAM-SHA-256\0\0"),
    "starting up": bytes(
      ...["E", 0, 0, 0, 97, "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0"],
      "Fpostmaster.c\0L2373\0RProcessStartupPacket\0\0",
    ),
  }, { closes: ["starting up"] }),
  // https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
  "MySQL and MariaDB": scripts(bytes(), {
    ready: bytes(
      ...[74, 0, 0, 0, 10, "8.0.36\0", 9, 0, 0, 0, "abcdefgh", 0, 0xff, 0xff, 0xff, 2, 0],
      ...[0xff, 0xdf, 21, ...new Array<number>(10).fill(0), "ijklmnopqrst\0"],
      "caching_sha2_password\0",
    ),
    "too many connections": bytes(23, 0, 0, 0, 0xff, 0x10, 4, "Too many connections"),
  }, { closes: ["too many connections"] }),
  // RFC 5321, sections 3.1 and 4.2
  SMTP: scripts(bytes(), {
    ready: bytes("220 mail.example ESMTP\r\n"),
    refuses: bytes("554 mail.example no service\r\n"),
  }, { closes: ["refuses"] }),
  // https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf, sections 4.2.2 and 4.2.3
  RabbitMQ: scripts(bytes("AMQP", 0, 0, 9, 1), {
    ready: bytes(
      ...[1, 0, 0, 0, 0, 0, 31, 0, 10, 0, 10, 0, 9, 0, 0, 0, 0],
      ...[0, 0, 0, 5, "PLAIN", 0, 0, 0, 5, "en_US", 0xce],
    ),
    "other version": bytes("AMQP", 0, 1, 0, 0),
  }, { closes: ["other version"] }),
};
