/** @module The mutes of endpoints that are flapping. */
import type { Milliseconds } from "../../process/time/duration.ts";

/** The messages about an endpoint's outages within an hour; more than these would go unread. */
const MAX_PER_HOUR = 3;
const HOUR_MS: Milliseconds = 3_600_000;

/** Mutes an endpoint for an hour when it has had three messages within an hour. */
export class Mutes {
  /** When an endpoint had messages within the last hour. */
  readonly #recentMs = new Map<string, readonly Milliseconds[]>();
  readonly #untilMs = new Map<string, Milliseconds>();

  /** Whether no message about an endpoint should be sent. */
  has(endpoint: string): boolean {
    return this.#untilMs.has(endpoint);
  }

  /**
   * Counts a message about an endpoint that is not muted.
   *
   * @returns Whether it mutes the endpoint.
   */
  count(endpoint: string, nowMs: Milliseconds): boolean {
    const before = this.#recentMs.get(endpoint) ?? [];
    const recentMs = [...before.filter((ms) => nowMs - ms < HOUR_MS), nowMs];
    this.#recentMs.set(endpoint, recentMs);
    if (recentMs.length < MAX_PER_HOUR) return false;
    this.#untilMs.set(endpoint, nowMs + HOUR_MS);
    return true;
  }

  /** Ends the mutes that are over. Returns the names of their endpoints. */
  end(nowMs: Milliseconds): ReadonlySet<string> {
    const over = new Set<string>();
    for (const [endpoint, untilMs] of this.#untilMs) {
      if (nowMs < untilMs) continue;
      this.#untilMs.delete(endpoint);
      over.add(endpoint);
    }
    return over;
  }
}
