/** @module How a report says that it is about a part of the endpoints. */
import { cut } from "../process/text/cut.ts";

/** A longer sentence is cut: a query may exclude a thousand endpoints. */
const MAX_LENGTH = 500;

/** Which part of the endpoints a report is about. */
export interface Part {
  /** The number of its endpoints. */
  readonly count: number;
  /** The number of all endpoints. */
  readonly of: number;
  /** The name that the path selects; `undefined` if it selects none. */
  readonly name: string | undefined;
  /** The groups that the query selects; empty for all. */
  readonly groups: readonly string[];
  /** The names of the endpoints that the query leaves out. */
  readonly without: readonly string[];
}

/** Says which part it is: `group ready: 3 of 6 endpoints, without app, cache`. */
export function partInWords({ count, of, name, groups, without }: Part): string {
  const group = groups.length === 0
    ? []
    : [`${groups.length === 1 ? "group" : "groups"} ${groups.join(", ")}`];
  const subject = [...(name === undefined ? [] : [name]), ...group].join(", ");
  const rest = without.length === 0 ? "" : `, without ${without.join(", ")}`;
  const share = `${count} of ${of} ${of === 1 ? "endpoint" : "endpoints"}`;
  return cut(`${subject === "" ? "" : `${subject}: `}${share}${rest}`, MAX_LENGTH);
}
