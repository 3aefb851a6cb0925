/** @module Why a budget is missed, and what would have to change. */

const START =
  "The rest is reading and compiling the program's own JavaScript, which only a snapshot in the " +
  "binary would save.";
const PARTS =
  "The rest is the routes, the report and the log of an answer, much of which V8 has not compiled " +
  "after so few answers.";
const MANY =
  "The rest is a report and a log for each endpoint, and the limit of 256 sockets at a " +
  "time, which the floor does not have.";

/** The sentences, by what is measured and its unit. */
export const WHY: Readonly<Record<string, string>> = {
  "/all of 1 endpoint, p50, x the same GET on a new connection":
    "The spread is wider than the distance: it needs more runs.",
  "from exec to the first 200 on /self, x an empty program": START,
  "check, from exec to exit, x an empty program": START,
  "peak under 64 connections on /all for 30 s, resident, MiB":
    "The budget is for Deno 2.9, where the bundle meets it; this binary is on 2.7.11.",
  "processor time of a probe of /all, one a second for 60 s, x the floor":
    "So few probes are never compiled. V8's interpreter runs the routes, the report and the log. " +
    "Each probe would have to need less JavaScript.",
  "/all of 1, x the floor": PARTS,
  "/all of 10, x the floor": PARTS,
  "/all of 100, x the floor": MANY,
  "/all of 1000, x the floor": MANY,
};
