/** @module Schemes of servers that a check talks to over TCP. */
import type { Hint } from "../process/argument_error.ts";

/** The usual port, and the section of docs/endpoints.md, by the scheme with its colon. */
const SERVERS = new Map([
  ["redis:", { port: 6379, section: "Redis" }],
  ["memcached:", { port: 11_211, section: "memcached" }],
  ["postgres:", { port: 5432, section: "PostgreSQL" }],
  ["postgresql:", { port: 5432, section: "PostgreSQL" }],
  ["mysql:", { port: 3306, section: "MySQL and MariaDB" }],
  ["mariadb:", { port: 3306, section: "MySQL and MariaDB" }],
  ["smtp:", { port: 25, section: "SMTP" }],
  ["amqp:", { port: 5672, section: "RabbitMQ" }],
]);

/** Says how to check the server that a scheme stands for; `undefined` if there is no recipe for it. */
export function recipeFor(scheme: string): Hint | undefined {
  const server = SERVERS.get(scheme);
  if (server === undefined) return undefined;
  const { port, section } = server;
  return { hint: `use tcp://HOST:${port}, and see ${section} in docs/endpoints.md` };
}
