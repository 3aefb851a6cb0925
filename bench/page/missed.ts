/** @module Why a budget is missed, and what would have to change. */

const START =
  "The rest is reading and compiling the program's own JavaScript, which only a snapshot in the " +
  "binary would save.";
const CHECK =
  "The floor takes no slot, sets no deadline, judges nothing, and has no metrics, routes or report. " +
  "Each would have to need less JavaScript. `deno run --cpu-prof` shows them.";
const FLOOR = "The floor itself is 1.3 to 1.4 times as fast, from run to run. " +
  "Opening a connection would have to cost less in Deno.";
const SPREAD = "The spread is wider than the distance: it needs more runs.";

/** The sentences, by what is measured and its unit. */
export const WHY: Readonly<Record<string, string>> = {
  "from exec to the first 200 on /self, x an empty program": START,
  "check, from exec to exit, x an empty program": START,
  "peak under 64 connections on /all for 30 s, resident, MiB":
    "The budget is for Deno 2.9, where the bundle meets it; this binary is on 2.7.11.",
  "processor time of a probe of /all, one a second for 60 s, x the floor":
    "So few probes are never compiled. V8's interpreter runs what the floor leaves out. " +
    "Each probe would have to need less JavaScript.",
  "/all of 10, x the floor": CHECK,
  "/all of 100, x the floor": CHECK,
  "/all of 1000, x the floor": CHECK,
};

/** The sentences for the goals of the comparison, by scenario and other program. */
export const WHY_BEHIND: Readonly<Record<string, string>> = {
  "/all of 1 endpoint, 1 client, to good": FLOOR,
  "/all of 1 endpoint, 1 client, to floor": CHECK,
  "/all of 2 endpoints, 1 client, to good": FLOOR,
  "/all of 2 endpoints, 1 client, to floor": CHECK,
  "/all of 10 endpoints, 1 client, to good":
    "The Go program checks on both processors, and Deno runs JavaScript on one thread.",
  "/all of 1 endpoint, 16 clients, to good": SPREAD,
  "/self, 8 clients, to good": SPREAD,
  "/self, 8 clients, to floor":
    "The rest is the host of the request, the route, the format and four fields of the answer; the " +
    "floor answers a constant.",
  "/all of 1 endpoint that is down, localhost, to good":
    "The floor itself is 1 to 1.1 times as fast, from run to run. " +
    "Deno makes an exception with a class and a stack of each refusal, and localhost has two.",
  "/all of 1 endpoint that is down, 127.0.0.1, to good": SPREAD,
};
