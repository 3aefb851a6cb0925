// Real gRPC servers, one with the health service, which also listens on app.sock in the folder that the
// first argument names, and one without, also on bare.sock. The program prints their ports and exits when
// its standard input closes. It is a process of its own, so that a crash of grpc-js cannot take the tests
// with it.
import grpc from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

const health = new HealthImplementation({
  "": "SERVING",
  serving: "SERVING",
  "my.Service": "SERVING",
  "not serving": "NOT_SERVING",
  unknown: "UNKNOWN",
  // Its types lack this status, which only Watch returns by itself.
  "service unknown": "SERVICE_UNKNOWN" as "UNKNOWN",
});
const healthy = new grpc.Server();
health.addToServer(healthy);

const bare = new grpc.Server();

const ADDRESS = "127.0.0.1:0";
const listening: readonly (readonly [grpc.Server, string])[] = [
  [healthy, ADDRESS],
  [bare, ADDRESS],
  [healthy, `unix:${Deno.args[0]}/app.sock`],
  [bare, `unix:${Deno.args[0]}/bare.sock`],
];
const ports = await Promise.all(listening.map(([server, address]) => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(
    address,
    grpc.ServerCredentials.createInsecure(),
    (error, port) => error === null ? resolve(port) : reject(error),
  );
  return promise;
}));
await Deno.stdout.write(new TextEncoder().encode(`${ports.join(" ")}\n`));
await Deno.stdin.read(new Uint8Array(1));
Deno.exit(0);
