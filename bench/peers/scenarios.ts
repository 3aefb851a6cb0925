/** @module What the programs are compared at, and what a right answer is. */
import type { Right } from "../support/wrk.ts";

/** A scenario. */
export interface Scenario {
  readonly name: string;
  /** The number of endpoints, which answer at once. */
  readonly endpoints: number;
  /** Whether the endpoints refuse connections. */
  readonly down: boolean;
  readonly path: "/all" | "/self";
  /** The number of connections, each with one request at a time. */
  readonly clients: number;
  /** The least ratio to the program named `go`. */
  readonly goal: number;
}

/** The name of the Go program that healthcheck replaces, with its response bodies closed. */
export const GO = "go";
/** The name of `bench/programs/floor.ts`. */
export const FLOOR = "floor";
/** The least ratio to the floor. */
const FLOOR_GOAL = 0.85;

const UP = { down: false, path: "/all" } as const;

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "/all of 1 endpoint, 1 client", endpoints: 1, clients: 1, goal: 1.3, ...UP },
  { name: "/all of 2 endpoints, 1 client", endpoints: 2, clients: 1, goal: 1.7, ...UP },
  { name: "/all of 10 endpoints, 1 client", endpoints: 10, clients: 1, goal: 2.1, ...UP },
  { name: "/all of 1 endpoint, 16 clients", endpoints: 1, clients: 16, goal: 2.5, ...UP },
  { name: "/self, 8 clients", endpoints: 1, clients: 8, goal: 1, ...UP, path: "/self" },
  {
    name: "/all of 1 endpoint that is down, 1 client",
    endpoints: 1,
    clients: 1,
    goal: 1,
    ...UP,
    down: true,
  },
];

/** Returns the least ratio to a program. */
export function goalOf(scenario: Scenario, other: string): number {
  if (other === FLOOR) return FLOOR_GOAL;
  return other === GO ? scenario.goal : 1;
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
