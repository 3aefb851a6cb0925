/** @module A stand-in for Alertmanager's API, version 2, as version 0.25 was seen to behave. */

/** An alert as it was received. */
export interface ReceivedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** How a request fails: with a status, or without an answer until the stand-in is disposed of. */
export type Misbehavior = number | "hang";

/** Keeps what it receives, and tells what a person would be notified of. */
export class FakeAlertmanager implements AsyncDisposable {
  /** What happens to the next requests, in turn; they succeed after the last. */
  readonly misbehaviors: Misbehavior[] = [];
  /** The requests that were accepted. */
  readonly posts: {
    readonly path: string;
    readonly authorization: string | null;
    readonly alerts: ReceivedAlert[];
  }[] = [];
  /** The number of requests. */
  requests = 0;
  /** What a person is notified of, without grouping: `firing app`, `resolved app`. */
  readonly events: string[] = [];
  readonly #alerts = new Map<string, ReceivedAlert>();
  readonly #ended = new AbortController();
  #arrived = Promise.withResolvers<void>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(tls: Partial<Deno.TlsCertifiedKeyPem> = {}) {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls };
    this.#server = Deno.serve(
      options as Deno.ServeTcpOptions,
      (request) => this.#answer(request),
    ) as Deno.HttpServer<Deno.NetAddr>;
  }

  /** Its port. */
  get port(): number {
    return this.#server.addr.port;
  }

  /** Its base URL. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The alerts that are firing, as it merged them. */
  get firing(): ReceivedAlert[] {
    return [...this.#alerts.values()].filter(isFiring);
  }

  /** Forgets all alerts, as a restart does. */
  restart(): void {
    this.#alerts.clear();
  }

  /** Waits until something is true, and looks after each request. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await this.#arrived.promise;
      this.#arrived = Promise.withResolvers();
    }
  }

  async #answer(request: Request): Promise<Response> {
    this.requests++;
    const path = new URL(request.url).pathname;
    const body = await request.text();
    const misbehavior = this.misbehaviors.shift();
    this.#arrived.resolve();
    if (misbehavior === "hang") {
      await new Promise((resolve) => this.#ended.signal.addEventListener("abort", resolve));
      return new Response(null, { status: 500 });
    }
    if (misbehavior !== undefined) return new Response(null, { status: misbehavior });
    if (request.method !== "POST" || !path.endsWith("/api/v2/alerts")) {
      return new Response(null, { status: 404 });
    }
    if (request.headers.get("content-type") !== "application/json") {
      return new Response(null, { status: 415 });
    }
    const alerts: ReceivedAlert[] = JSON.parse(body);
    if (!alerts.every(isValid)) return new Response(null, { status: 400 });
    this.posts.push({ path, authorization: request.headers.get("authorization"), alerts });
    for (const alert of alerts) this.#put(alert);
    return new Response();
  }

  #put(alert: ReceivedAlert): void {
    const labels = Object.entries(alert.labels).filter(([, value]) => value !== "").sort();
    const key = JSON.stringify(labels);
    const old = this.#alerts.get(key);
    // It merges alerts that overlap in time.
    const overlap = old !== undefined && old.endsAt > alert.startsAt;
    const startsAt = overlap && old.startsAt < alert.startsAt ? old.startsAt : alert.startsAt;
    const merged = { ...alert, startsAt };
    this.#alerts.set(key, merged);
    const wasFiring = old !== undefined && isFiring(old);
    if (isFiring(merged) && !(wasFiring && overlap)) this.#tell("firing", alert);
    if (!isFiring(merged) && wasFiring) this.#tell("resolved", alert);
  }

  #tell(state: string, { labels }: ReceivedAlert): void {
    this.events.push(`${state} ${labels["endpoint"] ?? labels["alertname"]}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#server.shutdown();
  }
}

/** It has a label, valid names, and does not end before it starts. */
function isValid({ labels, annotations, startsAt, endsAt }: ReceivedAlert): boolean {
  const names = [...Object.keys(labels), ...Object.keys(annotations)];
  const starts = Date.parse(startsAt);
  return Object.values(labels).some((value) => value !== "") &&
    names.every((name) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) && starts <= Date.parse(endsAt);
}

function isFiring({ endsAt }: ReceivedAlert): boolean {
  return Date.parse(endsAt) > Date.now();
}
