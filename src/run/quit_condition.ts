/** @module When a quit is sent. */

/** Whatever the exit status is, or only if it is 0. */
export const QUIT_CONDITIONS = ["always", "success"] as const;
/** When a quit is sent. */
export type QuitCondition = (typeof QUIT_CONDITIONS)[number];
