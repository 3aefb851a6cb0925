import { assert, assertEquals } from "@std/assert";
import { type Priority, Semaphore } from "../../src/net/semaphore.ts";
import { random } from "../support/random.ts";

const SIZE = { required: 4, optional: 3 };
const PRIORITIES = ["required", "optional"] as const;

/** A caller of acquire(): it waits, then holds a slot, until it is aborted or releases. */
interface Caller {
  readonly priority: Priority;
  readonly turn: number;
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
  limit = Infinity;

  acquire(priority: Priority, turn: number): void {
    const caller: Caller = { priority, turn, abort: new AbortController(), granted: undefined };
    this.waiting[priority].push(caller);
    this.waiting[priority].sort((a, b) => a.turn - b.turn);
    const acquired = this.semaphore.acquire(priority, caller.abort.signal, turn);
    Promise.resolve(acquired).then((granted) => {
      caller.granted = granted;
    });
  }

  abort(caller: Caller): void {
    caller.abort.abort();
    const queue = this.waiting[caller.priority];
    queue.splice(queue.indexOf(caller), 1);
  }

  /** Releases a slot; where `again`, its holder could not use it, and waits for the next in its turn. */
  async release(priority: Priority, again: boolean): Promise<void> {
    const holder = this.holding[priority].shift();
    if (holder === undefined) return;
    this.semaphore.release(priority);
    await this.verify();
    if (again) this.acquire(priority, holder.turn);
  }

  setLimit(limit: number): void {
    this.limit = limit;
    this.semaphore.limit = limit;
  }

  get held(): number {
    return this.holding.required.length + this.holding.optional.length;
  }

  isFree(priority: Priority): boolean {
    const share = priority === "required" ? this.limit : Math.floor(this.limit / 2);
    const held = this.holding[priority].length;
    return this.held < this.limit && held < Math.min(SIZE[priority], share);
  }

  /** Grants slots to the longest waiters, required first, and compares with the semaphore. */
  async verify(): Promise<void> {
    await settled();
    for (const priority of PRIORITIES) {
      while (this.waiting[priority].length > 0 && this.isFree(priority)) {
        const [next] = this.waiting[priority].splice(0, 1);
        assert(next?.granted === true, `the first ${priority} waiter was not granted a free slot`);
        this.holding[priority].push(next);
      }
      const early = this.waiting[priority].find(({ granted }) => granted === true);
      assert(early === undefined, `${priority} was granted a slot out of turn`);
      assert(this.holding[priority].length <= SIZE[priority]);
    }
    assertEquals(this.semaphore.held, this.held);
    assertEquals(
      this.semaphore.waiting,
      this.waiting.required.length + this.waiting.optional.length,
    );
  }
}

Deno.test("Semaphore grants free slots in turn, required first, when the schedule is random", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const pick = (count: number): number => Math.floor(next() * count);
    const schedule = new Schedule();
    for (let step = 0; step < 60; step++) {
      const priority = PRIORITIES[pick(2)] ?? "required";
      const waiter = schedule.waiting[priority][pick(schedule.waiting[priority].length)];
      const action = pick(10);
      if (action < 5) schedule.acquire(priority, schedule.semaphore.takeTurn());
      else if (action < 8) await schedule.release(priority, pick(3) === 0);
      else if (action < 9 && waiter !== undefined) schedule.abort(waiter);
      else schedule.setLimit([Infinity, 6, 4, 2, 0][pick(5)] ?? 0);
      await schedule.verify();
    }
  }
});

Deno.test("Semaphore.acquire() lets required callers in at once when optional ones wait", async () => {
  const semaphore = new Semaphore(SIZE);
  const optional = Array.from({ length: 9 }, () => semaphore.acquire("optional"));
  const required = Array.from({ length: 4 }, () => semaphore.acquire("required"));
  assertEquals(await Promise.all(required), [true, true, true, true]);
  assertEquals([semaphore.held, semaphore.waiting], [7, 6]);
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
  assertEquals([semaphore.held, semaphore.waiting], [0, 0]);
});
