/** @module Servers of Node.js on free ports. */
import type { AddressInfo, Server } from "node:net";

/** A server that listens. Disposing of it stops it. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** Lets a server of Node.js listen on a free port of 127.0.0.1. */
export async function listenOnFreePort(server: Server): Promise<Listening> {
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
