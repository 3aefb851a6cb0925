import { assert, assertEquals } from "@std/assert";
import { drawLife, type Event, type Life } from "./life.ts";
import { shrink } from "./shrink.ts";

/** A life of requests at 0, 1 and so on, in milliseconds. */
function lifeOf(events: readonly Event[]): Life {
  return { ...drawLife(1, 0), events, durationMs: 3_600_000 };
}

function requests(length: number): Event[] {
  return Array.from({ length }, (_, ms) => ({ ms, what: "request", state: "1" }));
}

/** The times of the events that are left. */
async function timesLeft(
  events: readonly Event[],
  isWrong: (times: ReadonlySet<number>) => boolean,
): Promise<number[]> {
  const { events: left } = await shrink(
    lifeOf(events),
    (life) => Promise.resolve(isWrong(new Set(life.events.map(({ ms }) => ms)))),
  );
  return left.map(({ ms }) => ms);
}

Deno.test("shrink() leaves the two events that make it wrong when there are a hundred", async () => {
  assertEquals(await timesLeft(requests(100), (it) => it.has(17) && it.has(60)), [17, 60]);
});

Deno.test("shrink() drops an event that could not be dropped before another when that is gone", async () => {
  const isWrong = (it: ReadonlySet<number>): boolean => it.has(3) && (it.has(1) || !it.has(2));
  assertEquals(await timesLeft(requests(8), isWrong), [3]);
});

Deno.test("shrink() drops two events when neither can be dropped alone", async () => {
  const isWrong = (it: ReadonlySet<number>): boolean => it.has(5) && it.has(1) === it.has(30);
  assertEquals(await timesLeft(requests(40), isWrong), [5]);
});

Deno.test("shrink() leaves the simplest states that are still wrong when they make no difference", async () => {
  const life = lifeOf([
    { ms: 1000, what: "app", state: "slow" },
    { ms: 2000, what: "request", state: "8" },
    { ms: 3000, what: "step", state: "-3600" },
    { ms: 4000, what: "db", state: "hangs" },
  ]);
  const isWrong = ({ events }: Life): Promise<boolean> =>
    Promise.resolve(
      events.length === 4 && Number(events[2]?.state) < -1000 && events[3]?.state !== "up",
    );
  const { after, startup, events } = await shrink({ ...life, after: 3, startup: 60 }, isWrong);
  assertEquals([after, startup], [1, 0]);
  assertEquals(events.map(({ state }) => state), ["up", "1", "-1800", "late"]);
});

Deno.test("shrink() cuts off the hours before and after what is wrong when they make no difference", async () => {
  const event: Event = { ms: 50_000_123, what: "request", state: "1" };
  const life = { ...lifeOf([event]), durationMs: 86_400_000 };
  const isWrong = ({ events }: Life): Promise<boolean> => Promise.resolve(events.length === 1);
  const { durationMs, events } = await shrink(life, isWrong);
  assertEquals(events, [{ ...event, ms: 50_000_123 % 60_000 }]);
  assert(durationMs < 180_000);
});
