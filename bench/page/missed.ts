/** @module Why a budget is missed, and what would have to change. */

/** The sentences, by what is measured and its unit. */
export const WHY: Readonly<Record<string, string>> = {};
