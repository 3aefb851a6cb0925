import { generateKeyPairSync } from "node:crypto";
import { connect as connectTcp } from "node:net";
import {
  connect,
  type ConnectionOptions,
  createSecureContext,
  createServer,
  rootCertificates,
  type TLSSocket,
} from "node:tls";
import { alertWith, listen } from "../servers/misbehaving.ts";
import { MutualServer } from "../servers/tls_server.ts";
import { fixture } from "../support/outcome.ts";
import { runDeno, testWorkaround } from "./workaround.ts";

/** What became of a handshake: the socket, the code of its error, or what nobody could catch. */
type Handshake = { socket: TLSSocket } | { code: string } | { uncaught: string };

/** Shakes hands with a server of this host, and closes the connection when `done` resolves. */
async function shakeHands(
  port: number,
  options: ConnectionOptions,
  done: (socket: TLSSocket) => Promise<unknown> = () => Promise.resolve(),
): Promise<Handshake> {
  const { promise, resolve } = Promise.withResolvers<Handshake>();
  const onUncaught = (event: ErrorEvent): void => {
    event.preventDefault();
    resolve({ uncaught: event.message });
  };
  globalThis.addEventListener("error", onUncaught);
  const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ...options });
  socket.once("secureConnect", () => resolve({ socket }));
  socket.on("error", (error) => resolve({ code: (error as { code?: string }).code ?? "" }));
  const handshake = await promise;
  globalThis.removeEventListener("error", onUncaught);
  if ("socket" in handshake) await done(socket);
  socket.destroy();
  return handshake;
}

/** Shakes hands with a server that has this certificate, which the client trusts. */
async function shakeHandsWith(name: string, authority = "odd_authority"): Promise<Handshake> {
  const server = createServer({
    cert: fixture(`certificates/${name}.pem`),
    key: fixture(`certificates/${name}.key`),
  }, (socket) => void socket.on("error", () => {}));
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const ca = fixture(`certificates/${authority}.pem`);
  const handshake = await shakeHands(port, { ca, rejectUnauthorized: false });
  await new Promise<unknown>((resolve) => server.close(resolve));
  return handshake;
}

/** Creates a private key on the curve P-256, in PEM. */
function newKey(encryption: { cipher?: string; passphrase?: string } = {}): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return privateKey.export({ type: "pkcs8", format: "pem", ...encryption }) as string;
}

function isAuthorized(handshake: Handshake): boolean {
  return "socket" in handshake && handshake.socket.authorized;
}

testWorkaround({
  symbol: "hasExpired",
  file: "src/net/tls/dial.ts",
  when: "node:tls accepts a certificate that expired before 1970",
  issue: null,
  isThere: async () => isAuthorized(await shakeHandsWith("before_1970")),
});

testWorkaround({
  symbol: "tolerateOddCertificates",
  file: "src/net/tls/handshake.ts",
  when: "node:tls accepts a name that the text of another name forges",
  issue: null,
  isThere: async () => isAuthorized(await shakeHandsWith("forged_name")),
});

testWorkaround({
  symbol: "tolerateOddCertificates",
  file: "src/net/tls/handshake.ts",
  when: "node:tls throws, where nobody can catch it, at a name with a quote",
  issue: null,
  isThere: async () => "uncaught" in await shakeHandsWith("quoted_name"),
});

testWorkaround({
  symbol: "tolerateOddCertificates",
  file: "src/net/tls/handshake.ts",
  when: "node:tls throws, where nobody can catch it, at a date that it cannot parse",
  issue: null,
  isThere: async () => "uncaught" in await shakeHandsWith("odd_chain", "authority"),
});

testWorkaround({
  symbol: "HANDSHAKE_FAILURE",
  file: "src/net/tls/failure.ts",
  when: "node:tls gives the code of another alert for unrecognized_name",
  issue: null,
  isThere: async () => {
    await using server = listen(alertWith(112));
    const handshake = await shakeHands(server.port, {});
    return "code" in handshake && handshake.code === "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE";
  },
});

testWorkaround({
  symbol: "privateKeyOf",
  file: "src/net/tls/pem.ts",
  when: "node:tls presents no certificate, and says nothing, because the key is encrypted",
  issue: null,
  isThere: async () => {
    await using server = new MutualServer();
    const options = {
      ca: fixture("certificates/authority.pem"),
      cert: fixture("certificates/good.pem"),
      key: newKey({ cipher: "aes-256-cbc", passphrase: "secret" }),
    };
    const handshake = await shakeHands(await server.listen(), options, (socket) => {
      socket.write("GET");
      return new Promise((resolve) => socket.once("data", resolve));
    });
    return "socket" in handshake && server.clients.join() === "none";
  },
});

testWorkaround({
  symbol: "belongTogether",
  file: "src/net/tls/pem.ts",
  when: "createSecureContext() accepts a key that does not belong to the certificate",
  issue: null,
  isThere: () => {
    try {
      createSecureContext({ cert: fixture("certificates/good.pem"), key: newKey() });
      return true;
    } catch {
      return false;
    }
  },
});

testWorkaround({
  symbol: "shakeHands",
  file: "src/net/tls/handshake.ts",
  when: "a TLS socket that could not connect is never freed",
  issue: null,
  isThere: async () => {
    const code = `
      import { connect } from "node:tls";
      const sockets = [];
      for (let i = 0; i < 5; i++) {
        await new Promise((resolve) => {
          const socket = connect({ host: "127.0.0.1", port: 9 });
          sockets.push(new WeakRef(socket));
          socket.on("error", () => {});
          socket.once("close", resolve);
        });
      }
      for (let i = 0; i < 3; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        gc();
      }
      console.log(sockets.filter((socket) => socket.deref() !== undefined).length);
    `;
    const flags = ["--allow-net", "--v8-flags=--expose-gc"];
    return await runDeno(code, { flags }) === "5";
  },
});

testWorkaround({
  symbol: "dialTls",
  file: "src/net/tls/dial.ts",
  when: "Deno.startTls keeps the socket of a connection that is closed during its handshake",
  issue: null,
  isThere: async () => {
    const code = `
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const conn = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
      const peer = await listener.accept();
      const tls = await Deno.startTls(conn, { hostname: "localhost" });
      tls.handshake().catch(() => {});
      const buffer = new Uint8Array(4096);
      await peer.read(buffer);
      tls.close();
      const closed = peer.read(buffer).then(() => "closed", () => "closed");
      const open = new Promise((resolve) => setTimeout(() => resolve("open"), 100));
      console.log(await Promise.race([closed, open]));
      Deno.exit();
    `;
    return await runDeno(code) === "open";
  },
});

testWorkaround({
  symbol: "withDefaultAuthorities",
  file: "src/net/tls/dial.ts",
  when: "reading the default authorities needs the permission sys",
  issue: "https://github.com/denoland/deno/pull/32032",
  isThere: () => {
    try {
      return rootCertificates.length < 0;
    } catch (error) {
      return error instanceof Deno.errors.NotCapable;
    }
  },
}, { permissions: { sys: false } });

testWorkaround({
  symbol: "UNREACHABLE",
  file: "src/net/sockets/race.ts",
  when: "node:net gives EINVAL for EADDRNOTAVAIL",
  issue: null,
  isThere: async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    // An address for documentation (RFC 5737), which no host has.
    const socket = connectTcp({ host: "127.0.0.1", port: 9, localAddress: "203.0.113.1" });
    socket.on("error", (error) => resolve((error as { code?: string }).code ?? ""));
    return await promise === "EINVAL";
  },
});
