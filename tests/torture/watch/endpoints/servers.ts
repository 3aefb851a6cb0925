/** @module The servers of the endpoints. */
import { createServer } from "node:tls";
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { type Listening, listenOnFreePort } from "../../../servers/free_port.ts";
import { listen } from "../../../servers/misbehaving.ts";
import { fixture } from "../../../support/outcome.ts";
import { pause } from "../../client.ts";
import { SECRETS } from "../leaks/secrets.ts";
import { HANGING, MUTUAL, TALKING } from "./arguments.ts";

/** Takes a request of an endpoint. Returns the status of its answer; only 200 is good. */
export type Take = (name: string, request: string) => number;

/** Longer than the timeout of a check. */
const HANG: Milliseconds = 1500;
/** The endpoints that are judged by the body, and what it must be. */
const BODIES: Readonly<Record<string, string>> = {
  e8: "up 1\n",
  e9: JSON.stringify({ token: SECRETS.json }),
  e10: SECRETS.contains,
};
/** The body where a status or a body is wrong: text, JSON and metrics. */
const BAD: Readonly<Record<string, string>> = {
  e8: `up 0\n${SECRETS.answer} 1\n`,
  e9: JSON.stringify({ token: SECRETS.answer }),
};

/** Serves those over HTTP. */
export function serveHttp(take: Take): Listening {
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const { method, url, headers } = request;
    const fields = [...headers].map((field) => field.join(": "));
    const text = [`${method} ${url}`, ...fields, await request.text()].join("\n");
    const name = new URL(url).pathname.slice(1);
    const status = take(name, text);
    if (status !== 200 && name === HANGING) await pause(HANG);
    const good = BODIES[name];
    return new Response(status === 200 ? good : BAD[name] ?? SECRETS.answer, {
      status: good === undefined ? status : 200,
      headers: { "set-cookie": `answer=${SECRETS.answer}`, "x-answer": SECRETS.answer },
    });
  });
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** Serves the one over TCP. */
export function serveTcp(take: Take): Listening {
  return listen(async (conn) => {
    const buffer = new Uint8Array(4096);
    const count = await conn.read(buffer) ?? 0;
    const request = new TextDecoder("latin1").decode(buffer.subarray(0, count));
    const answer = take(TALKING, request) === 200 ? SECRETS.expect : SECRETS.answer;
    await conn.write(new TextEncoder().encode(`+${answer}\r\n`));
    conn.close();
  });
}

/** Serves the one that wants a client certificate. */
export async function serveTls(take: Take): Promise<Listening> {
  const server = createServer({
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
    requestCert: true,
    rejectUnauthorized: false,
  }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes) => {
      const status = take(MUTUAL, bytes.toString("latin1"));
      socket.end(`HTTP/1.1 ${status} ${SECRETS.answer}\r\nContent-Length: 0\r\n\r\n`);
    });
  });
  server.on("tlsClientError", () => {});
  return await listenOnFreePort(server);
}
