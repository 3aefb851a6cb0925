import { assertEquals, assertRejects } from "@std/assert";
import type { Outcome } from "../../../src/check/report.ts";
import {
  type Connection,
  exchange,
  type Stream,
  writeWhile,
} from "../../../src/net/http1/exchange.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import { listenersOf } from "../listeners.ts";
import { failure } from "../../support/outcome.ts";
import { OK } from "../../support/reports.ts";

const { signal: NEVER } = new AbortController();

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** A connection to nobody that counts how often it is closed. */
class CountedConnection implements Connection {
  closed = 0;

  read(): Promise<number | null> {
    return Promise.resolve(null);
  }

  write(bytes: Uint8Array): Promise<number> {
    return Promise.resolve(bytes.length);
  }

  close(): void {
    this.closed++;
  }
}

Deno.test("exchange() gives its socket back when 300 checks of any outcome share two", async () => {
  const limit = new SocketLimit({ required: 2, optional: 1 });
  const conn = new CountedConnection();
  const open = (): Promise<Connection> => Promise.resolve(conn);
  const talk = (i: number): Promise<Outcome> =>
    [OK, failure("body", "body is not JSON")].map((outcome) => Promise.resolve(outcome))[i % 3] ??
      Promise.reject(new Error("broken"));
  const found = new Set<string>();
  for (let i = 0; i < 300; i++) {
    const sockets = limit.of(i % 2 === 0 ? "required" : "optional");
    const outcome = await exchange({ open, sockets }, () => talk(i), NEVER);
    found.add(outcome.ok ? outcome.found : outcome.reason);
  }
  assertEquals([...found], ["status 200", "body is not JSON", "broken"]);
  assertEquals(conn.closed, 300);
});

Deno.test("exchange() closes the connection and does not talk when its signal aborts as it opens", async () => {
  const { signal, abort } = abortable();
  const conn = new CountedConnection();
  let talked = 0;
  const outcome = await exchange(
    {
      open: () => {
        abort();
        return Promise.resolve(conn);
      },
      sockets: new SocketLimit().of("required"),
    },
    () => {
      talked++;
      return Promise.resolve(OK);
    },
    signal,
  );
  assertEquals([outcome.ok, talked, conn.closed], [false, 0, 1]);
});

Deno.test("exchange() closes the connection at once when its signal aborts as it talks", async () => {
  const { signal, abort } = abortable();
  const conn = new CountedConnection();
  const closed: number[] = [];
  await exchange(
    { open: () => Promise.resolve(conn), sockets: new SocketLimit().of("required") },
    () => {
      abort();
      closed.push(conn.closed);
      return Promise.resolve(OK);
    },
    signal,
  );
  assertEquals([...closed, conn.closed], [1, 1]);
});

Deno.test("writeWhile() throws what ended the writing when reading fails after it", async () => {
  const conn: Stream = {
    write: () => Promise.reject(new Error("broken pipe")),
    read: () => Promise.resolve(null),
  };
  const read = async (): Promise<never> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    throw new Error("connection closed");
  };
  await assertRejects(() => writeWhile(conn, new Uint8Array(1), read), Error, "broken pipe");
});

Deno.test("writeWhile() returns what was read when the writing fails", async () => {
  const conn: Stream = {
    write: () => Promise.reject(new Error("broken pipe")),
    read: () => Promise.resolve(null),
  };
  assertEquals(await writeWhile(conn, new Uint8Array(1), () => Promise.resolve(413)), 413);
});

Deno.test("exchange() leaves no listener on its signal when it has ended", async () => {
  const { signal } = new AbortController();
  const listeners = listenersOf(signal);
  const sockets = new SocketLimit().of("required");
  const open = (): Promise<Connection> => Promise.resolve(new CountedConnection());
  await exchange({ open, sockets }, () => Promise.resolve(OK), signal);
  await exchange({ open, sockets }, () => Promise.reject(new Error("broken")), signal);
  assertEquals(listeners(), 0);
});
