/** @module A Chromium without a window, driven over its DevTools protocol. */

type Answer = Record<string, unknown>;

/** How a page is shown. */
export interface Screen {
  scheme: "light" | "dark";
  /** In CSS pixels. */
  width: number;
}

/** One tab of a Chromium that this process started. */
export class Chromium implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #loaded = Promise.withResolvers<void>();
  #session: string | undefined;
  #id = 0;

  private constructor(process: Deno.ChildProcess, folder: string, socket: WebSocket) {
    [this.#process, this.#folder, this.#socket] = [process, folder, socket];
    socket.onmessage = ({ data }): void => {
      const { id, result, method } = JSON.parse(data);
      if (method === "Page.loadEventFired") this.#loaded.resolve();
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    };
  }

  /** Starts `chromium`, which must be in PATH. */
  static async start(): Promise<Chromium> {
    const folder = await Deno.makeTempDir();
    const args = ["--headless", "--no-sandbox", "--hide-scrollbars", "--remote-debugging-port=0"];
    const process = new Deno.Command("chromium", {
      args: [...args, `--user-data-dir=${folder}`, "about:blank"],
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let said = "";
    let url: string | undefined;
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      url = /DevTools listening on (ws:\S+)\s/.exec(said)?.[1];
      if (url !== undefined) break;
    }
    if (url === undefined) throw new Error(`cannot start chromium: ${said}`);
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const chromium = new Chromium(process, folder, socket);
    const { targetId } = await chromium.#send("Target.createTarget", { url: "about:blank" });
    const attached = await chromium.#send("Target.attachToTarget", { targetId, flatten: true });
    chromium.#session = String(attached["sessionId"]);
    await chromium.#send("Page.enable");
    return chromium;
  }

  /** Loads a page and waits until it is loaded. */
  async open(url: string, { scheme, width }: Screen): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { features });
    const metrics = { width, height: 200, deviceScaleFactor: 1, mobile: false };
    await this.#send("Emulation.setDeviceMetricsOverride", metrics);
    this.#loaded = Promise.withResolvers();
    await this.#send("Page.navigate", { url });
    await this.#loaded.promise;
  }

  /** Evaluates an expression, or a promise, in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await this.#send("Runtime.evaluate", options);
    return (result as { value?: unknown }).value;
  }

  /** Returns a picture of the whole page, as PNG. */
  async picture(): Promise<Uint8Array> {
    const options = { format: "png", captureBeyondViewport: true };
    const { cssContentSize } = await this.#send("Page.getLayoutMetrics");
    const clip = { ...cssContentSize as object, scale: 1 };
    const { data } = await this.#send("Page.captureScreenshot", { ...options, clip });
    return Uint8Array.from(atob(String(data)), (char) => char.charCodeAt(0));
  }

  #send(method: string, params: object = {}): Promise<Answer> {
    const id = ++this.#id;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    this.#process.kill();
    await this.#process.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}
