/** @module What the programs are compared at, and what a right answer is. */
import type { Right } from "../support/wrk.ts";

/** What the endpoints of a scenario speak. */
export type Speech = "http" | "https" | "https, own CA" | "grpc" | "metric";

/** A scenario. */
export interface Scenario {
  readonly name: string;
  /** The number of endpoints, which answer at once. */
  readonly endpoints: number;
  readonly speech: Speech;
  /** The host of the endpoints. */
  readonly host: "localhost" | "127.0.0.1";
  /** Whether the endpoints refuse connections. */
  readonly down: boolean;
  readonly path: "/all" | "/self";
  /** The number of connections, each with one request at a time. */
  readonly clients: number;
  /** The least ratio to the program named `good`; `null` if there is none. */
  readonly goal: number | null;
  /** The least ratio to the floor; `null` if there is none. */
  readonly floorGoal: number | null;
}

/** The name of `bench/programs/good`, a good Go program that does the same. */
export const GOOD = "good";
/** The name of `bench/programs/floor.ts`. */
export const FLOOR = "floor";
/** What the floor leaves to the judgement of an answer, the report and the log. */
const FLOOR_GOAL = 0.85;

/** The metric of a page of 30 KiB that is compared. */
const METRIC = "jobs_done_total>0";

const ONE = {
  endpoints: 1,
  speech: "http",
  host: "localhost",
  down: false,
  path: "/all",
  clients: 1,
  goal: null,
  floorGoal: null,
} as const;
const HTTP = { ...ONE, floorGoal: FLOOR_GOAL } as const;

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  { ...HTTP, name: "/all of 1 endpoint, 1 client", goal: 1.4 },
  { ...HTTP, name: "/all of 2 endpoints, 1 client", endpoints: 2, goal: 1.3 },
  { ...HTTP, name: "/all of 10 endpoints, 1 client", endpoints: 10, goal: 1.1 },
  { ...HTTP, name: "/all of 1 endpoint, 16 clients", clients: 16, goal: 1.9 },
  { ...HTTP, name: "/self, 8 clients", clients: 8, path: "/self", goal: 1.2 },
  { ...ONE, name: "/all of 1 endpoint that is down, localhost", down: true, goal: 1 },
  {
    ...ONE,
    name: "/all of 1 endpoint that is down, 127.0.0.1",
    host: "127.0.0.1",
    down: true,
    goal: 1,
  },
  { ...ONE, name: "/all of 1 https endpoint, insecure", speech: "https" },
  { ...ONE, name: "/all of 1 https endpoint, ca", speech: "https, own CA" },
  { ...ONE, name: "/all of 1 grpc endpoint", speech: "grpc" },
  { ...ONE, name: "/all of 1 metric on a page of 30 KiB", speech: "metric" },
];

/** Returns the least ratio to a program; `null` if there is none. */
export function goalOf(scenario: Scenario, other: string): number | null {
  if (other === FLOOR) return scenario.floorGoal;
  return other === GOOD ? scenario.goal : 1;
}

/** The ports of the endpoints, and the file of the certificate of those over TLS. */
export interface Endpoints {
  readonly http: number;
  readonly https: number;
  readonly grpc: number;
  readonly ca: string;
}

/** Nothing listens on it: it is reserved for tcpmux. */
const DOWN_PORT = 1;

/** Returns the URLs of the endpoints of a scenario. */
export function urlsOf(
  { endpoints, speech, host, down }: Scenario,
  { http, https, grpc, ca }: Endpoints,
): string[] {
  if (speech === "https") return [`https://${host}:${https}/#insecure`];
  if (speech === "https, own CA") return [`https://${host}:${https}/#ca=${ca}`];
  if (speech === "grpc") return [`grpc://${host}:${grpc}`];
  if (speech === "metric") return [`http://${host}:${http}/metrics#metric=${METRIC}`];
  const base = `http://${host}:${down ? DOWN_PORT : http}`;
  return Array.from({ length: endpoints }, (_, i) => `${base}/e${i}`);
}

/**
 * Returns the right answer of a scenario.
 *
 * @param exporter Whether the program is blackbox_exporter, which answers 200 and says in the body
 * whether the probe succeeded.
 */
export function rightOf({ path, down }: Scenario, exporter: boolean): Right {
  if (exporter) return { status: 200, text: `probe_success ${down ? 0 : 1}` };
  if (path === "/self") return { status: 200, text: "Self: Ready 200" };
  return down
    ? { status: 503, text: "All: Health check failed" }
    : { status: 200, text: "All: Ready 200" };
}
