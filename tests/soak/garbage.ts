/** @module Collecting the garbage of a program that runs. */

/** What V8's inspector sends: an answer, which has the id of the command, or an event. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId: string; readonly message: string };
}

/**
 * Collects the garbage of a program and of its workers over V8's inspector
 * (https://chromedevtools.github.io/devtools-protocol/v8/).
 */
export class GarbageCollector implements Disposable {
  readonly #socket: WebSocket;
  readonly #workers: string[] = [];
  readonly #waiting = new Map<number, () => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)));
  }

  /** @param port Where the program was told to listen with `--inspect`. */
  static async connect(port: number): Promise<GarbageCollector> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [{ webSocketDebuggerUrl }] = await response.json();
    const socket = new WebSocket(webSocketDebuggerUrl);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    const collector = new GarbageCollector(socket);
    await collector.#call("NodeWorker.enable", { waitForDebuggerOnStart: false });
    return collector;
  }

  /** Collects what nothing refers to any more. */
  async collect(): Promise<void> {
    const method = "HeapProfiler.collectGarbage";
    await this.#call(method);
    await Promise.all(this.#workers.map((sessionId) => {
      const { promise, id } = this.#expect();
      const message = JSON.stringify({ id, method });
      return Promise.all([
        promise,
        this.#call("NodeWorker.sendMessageToWorker", { sessionId, message }),
      ]);
    }));
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #expect(): { id: number; promise: Promise<void> } {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(id, resolve);
    return { id, promise };
  }

  #call(method: string, params: object = {}): Promise<void> {
    const { id, promise } = this.#expect();
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  #receive({ id, method, params }: Message): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    } else if (method === "NodeWorker.attachedToWorker") {
      this.#workers.push(params?.sessionId ?? "");
    } else if (method === "NodeWorker.receivedMessageFromWorker") {
      this.#receive(JSON.parse(params?.message ?? "{}"));
    }
  }
}
