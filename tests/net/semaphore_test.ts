import { assert, assertEquals } from "@std/assert";
import { type Priority, Semaphore } from "../../src/net/semaphore.ts";
import { random } from "../support/random.ts";

const SIZE = { required: 4, optional: 3 };
const PRIORITIES = ["required", "optional"] as const;

/** A caller of acquire(): it waits, then holds a slot, until it is aborted or releases. */
interface Caller {
  readonly priority: Priority;
  readonly abort: AbortController;
  granted: boolean | undefined;
}

/** Lets every promise settle whose turn has come. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** Callers of one semaphore, and what must hold between them after each step. */
class Schedule {
  readonly semaphore = new Semaphore(SIZE);
  readonly waiting: Record<Priority, Caller[]> = { required: [], optional: [] };
  readonly holding: Record<Priority, Caller[]> = { required: [], optional: [] };
  size: Readonly<Record<Priority, number>> = SIZE;

  acquire(priority: Priority): void {
    const caller: Caller = { priority, abort: new AbortController(), granted: undefined };
    this.waiting[priority].push(caller);
    Promise.resolve(this.semaphore.acquire(priority, caller.abort.signal)).then((granted) => {
      caller.granted = granted;
    });
  }

  abort(caller: Caller): void {
    caller.abort.abort();
    const queue = this.waiting[caller.priority];
    queue.splice(queue.indexOf(caller), 1);
  }

  release(priority: Priority): void {
    if (this.holding[priority].shift() !== undefined) this.semaphore.release(priority);
  }

  resize(size: Readonly<Record<Priority, number>>): void {
    this.size = size;
    this.semaphore.resize(size);
  }

  /** Grants slots to the longest waiters, and compares with the semaphore. */
  async verify(): Promise<void> {
    await settled();
    for (const priority of PRIORITIES) {
      const [waiting, holding] = [this.waiting[priority], this.holding[priority]];
      while (waiting.length > 0 && holding.length < this.size[priority]) {
        const [next] = waiting.splice(0, 1);
        assert(next?.granted === true, `the first ${priority} waiter was not granted a free slot`);
        holding.push(next);
      }
      const early = waiting.find(({ granted }) => granted !== undefined);
      assert(early === undefined, `${priority} was granted a slot out of turn`);
      assert(holding.length <= SIZE[priority]);
      assertEquals(this.semaphore.held[priority], holding.length);
    }
  }
}

Deno.test("Semaphore grants free slots in turn when the schedule is random", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const pick = (count: number): number => Math.floor(next() * count);
    const schedule = new Schedule();
    for (let step = 0; step < 60; step++) {
      const priority = PRIORITIES[pick(2)] ?? "required";
      const waiter = schedule.waiting[priority][pick(schedule.waiting[priority].length)];
      const action = pick(10);
      if (action < 5) schedule.acquire(priority);
      else if (action < 8) schedule.release(priority);
      else if (action < 9 && waiter !== undefined) schedule.abort(waiter);
      else {schedule.resize({
          required: pick(SIZE.required + 1),
          optional: pick(SIZE.optional + 1),
        });}
      await schedule.verify();
    }
  }
});

Deno.test("Semaphore.acquire() lets required callers in at once when optional ones wait", async () => {
  const semaphore = new Semaphore(SIZE);
  const optional = Array.from({ length: 9 }, () => semaphore.acquire("optional"));
  const required = Array.from({ length: 4 }, () => semaphore.acquire("required"));
  assertEquals(await Promise.all(required), [true, true, true, true]);
  assertEquals(semaphore.held, SIZE);
  for (const _ of optional) semaphore.release("optional");
  await Promise.all(optional);
});

Deno.test("Semaphore.acquire() returns false and keeps no slot when the signal aborts", async () => {
  const semaphore = new Semaphore({ required: 1, optional: 1 });
  await semaphore.acquire("required");
  const abort = new AbortController();
  const waiting = semaphore.acquire("required", abort.signal);
  abort.abort();
  assertEquals(await waiting, false);
  assertEquals(await semaphore.acquire("required", abort.signal), false);
  semaphore.release("required");
  assertEquals(semaphore.held, { required: 0, optional: 0 });
});

Deno.test("Semaphore.acquire() returns false and gives the slot back when it is granted as the signal aborts", async () => {
  const semaphore = new Semaphore({ required: 1, optional: 1 });
  semaphore.acquire("required");
  const stop = new AbortController();
  const waiting = [stop.signal, undefined].map((signal) => semaphore.acquire("required", signal));
  semaphore.release("required");
  stop.abort();
  assertEquals(await Promise.all(waiting), [false, true]);
});
