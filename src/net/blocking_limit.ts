import { Semaphore } from "./semaphore.ts";

/**
 * Creates the limit on calls that hold a thread of Deno until they return, and that no signal ends: a
 * name look-up by the system, reading a file. Deno has 32 such threads for the whole process
 * (`max_blocking_threads` in its `runtime/tokio_util.rs`), and some must remain for the rest of it.
 */
export function createBlockingLimit(): Semaphore {
  return new Semaphore({ required: 8, optional: 8 });
}
