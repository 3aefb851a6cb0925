import { assert, assertEquals } from "@std/assert";
import { DISTURBANCES } from "./disturbances/all.ts";
import { torture } from "./run.ts";

const SEED = 20261121;
/** What is asked: the kinds and options, and the ways to select. */
const ASKED = [
  ...["http contains", "https with ca", "http+unix", "tcp with talk", "grpc", "grpcs with ca"],
  ...["grpc+unix", "file", "json", "metric", "progress", "progress with each", "every", "optional"],
  ...["status", "if-missing", "if-missing in json", "max-age", "file with json", "server-name"],
  ...["cert and key", "expires", "expires, with a warning", "json compared", "metric with each"],
  ...["/all", "/all/NAME", "exclude", "group"],
];

Deno.test(`main answers correctly when it is tortured for 2 s with seed ${SEED}`, async () => {
  const { answers, counts, ready, disturbances, wrong, status, stderr } = await torture({
    seconds: 2,
    seed: SEED,
    maxPause: 1000,
    maxChanges: 1,
    checkers: 10,
    descriptors: 160,
    idle: 5,
    flood: 250,
    look: false,
  });
  assertEquals([wrong, status, stderr], [[], 0, ""]);
  assert(answers > 50 && ready > 0 && ready < answers, `${answers} answers, ${ready} ready`);
  assertEquals(counts.map((line) => line.replace(/: asked.*/, "")), ASKED.toSorted());
  // Bodies are large only where memory is short.
  const expected = Object.keys(DISTURBANCES).filter((kind) => kind !== "large bodies");
  assertEquals(Object.keys(disturbances).sort(), expected.sort());
});
