import { assert, assertEquals } from "@std/assert";
import type { Report } from "../src/report.ts";
import { Rounds } from "../src/rounds.ts";

/** Rounds that end when they are told to. */
class Bench {
  readonly begun: PromiseWithResolvers<Report>[] = [];
  readonly rounds: Rounds;

  constructor(limit: number) {
    const run = (): Promise<Report> => {
      const round = Promise.withResolvers<Report>();
      this.begun.push(round);
      return round.promise;
    };
    this.rounds = new Rounds({ run, limit });
  }

  /** Ends a round, with a report that is told apart by its time. */
  end(index: number): void {
    this.begun[index]?.resolve({ ready: true, startedAt: new Date(index), results: [] });
  }
}

Deno.test("Rounds.ask() runs no more than the limit when many ask", async () => {
  const bench = new Bench(2);
  const asked = Array.from({ length: 100 }, () => bench.rounds.ask());
  assertEquals(bench.begun.length, 2);
  bench.end(0);
  await asked[0];
  assertEquals(bench.begun.length, 3);
  bench.end(1);
  bench.end(2);
  const reports = await Promise.all(asked);
  assertEquals(bench.begun.length, 3);
  assertEquals(reports.map(({ startedAt }) => startedAt.getTime()), [
    0,
    1,
    ...Array.from({ length: 98 }, () => 2),
  ]);
});

Deno.test("Rounds.ask() never joins a round that began before it when requests keep coming", async () => {
  const limit = 3;
  let clock = 0;
  let running = 0;
  let most = 0;
  const ticks: (() => void)[] = [];
  const rounds = new Rounds({
    limit,
    run: async () => {
      const startedAt = new Date(++clock);
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ticks.push(resolve));
      running--;
      return { ready: true, startedAt, results: [] };
    },
  });
  const answers: Promise<void>[] = [];
  let answered = 0;
  for (let i = 0; i < 1000; i++) {
    const askedAt = ++clock;
    answers.push(
      rounds.ask().then(({ startedAt }) => {
        answered++;
        assert(startedAt.getTime() > askedAt, "it rests on checks begun before its request");
      }),
    );
    if (i % 3 === 0) ticks.splice(i % ticks.length, 1)[0]?.();
    await Promise.resolve();
  }
  while (answered < 1000) {
    ticks.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await Promise.all(answers);
  assertEquals(most, limit);
});

Deno.test("Rounds.ask() goes on when a round rejects", async () => {
  let calls = 0;
  const rounds = new Rounds({
    limit: 1,
    run: () =>
      ++calls === 1
        ? Promise.reject(new Error("broken"))
        : Promise.resolve({ ready: true, startedAt: new Date(), results: [] }),
  });
  const [first, second] = await Promise.allSettled([rounds.ask(), rounds.ask()]);
  assertEquals([first.status, second.status], ["rejected", "fulfilled"]);
});
