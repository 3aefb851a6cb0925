/** @module The texts of `help TOPIC`, made from the tables. */
import type { Command } from "../commands/command.ts";
import { COMMON_OPTIONS } from "../endpoint/options.ts";
import type { EndpointOption } from "../probes/kind.ts";
import { KINDS } from "../probes/kinds.ts";
import { ArgumentError } from "../process/argument_error.ts";
import { nearMiss } from "../process/text/near_miss.ts";
import { DURATION } from "../process/time/duration.ts";
import { DOCUMENTATION } from "../process/version.ts";
import { COMMANDS, SERVE, type TOPICS } from "./commands.ts";
import { join } from "./help.ts";
import { type Row, table, wrap } from "./layout.ts";

const IN_FRAGMENT = "in its fragment: http://host/path#name=app&timeout=1&optional";

/** Writes each topic in rows of so many columns. */
const RENDER: Readonly<
  Record<keyof typeof TOPICS, (columns: number) => string | Promise<string>>
> = {
  endpoints: async (columns) => {
    const kinds = await Promise.all([...KINDS.keys()].map(kindOf));
    const schemes = Map.groupBy(
      kinds.flatMap(({ name, table }) => Object.keys(table).map((option) => ({ option, name }))),
      ({ option }) => option,
    );
    const own = Object.assign({}, ...kinds.map(({ table }) => table));
    const kindsOf = (option: string): string =>
      schemes.get(option)?.map(({ name }) => name).join(", ") ?? "";
    return join([
      "An ENDPOINT is ok when",
      ...table(kinds.map(({ shape, success }) => [shape, success]), columns),
      "",
      ...wrap(`Its options stand ${IN_FRAGMENT}`, columns, "  "),
      ...table(
        [...optionRows(COMMON_OPTIONS), ...optionRows(own, (name) => `${kindsOf(name)}: `)],
        columns,
      ),
      "",
      ...wrap(`${DOCUMENTATION}/endpoints.md`, columns),
    ]);
  },
  routes: (columns) =>
    join([
      ...sections((command) => Object.entries(command.routes ?? {}), columns),
      ...wrap(`${DOCUMENTATION}/answers.md`, columns),
    ]),
  statuses: (columns) =>
    join([
      ...table(
        [SERVE, ...COMMANDS.values()].map(({ name, exitStatus }): Row => [name, exitStatus]),
        columns,
      ),
      "",
      ...wrap("Every command: 2 a wrong argument", columns),
    ]),
  durations: (columns) =>
    join(wrap(
      `DURATION stands for ${DURATION}; a number without a unit is seconds. The units are ms, s, m, h and d, ` +
        "each once and in falling order, as in 1m30s.",
      columns,
    )),
  variables: (columns) =>
    join([
      ...sections((command) => Object.entries(command.variables ?? {}), columns),
      ...wrap(`${DOCUMENTATION}/commands.md`, columns),
    ]),
};

/**
 * Writes a topic.
 *
 * @param kind The kind of endpoints, for the topic of them; leave it out for all.
 * @param columns The width of a row.
 * @throws {ArgumentError} if there is no such kind.
 */
export async function renderTopic(
  topic: keyof typeof TOPICS,
  kind: string | undefined,
  columns: number,
): Promise<string> {
  return kind === undefined ? await RENDER[topic](columns) : await renderKind(kind, columns);
}

async function renderKind(name: string, columns: number): Promise<string> {
  const names = [...KINDS.keys()].map((scheme) => scheme.slice(0, -1));
  if (!names.includes(name)) {
    const near = nearMiss(name, names);
    const meant = near && `healthcheck help endpoints ${near}`;
    throw new ArgumentError("use KIND", `it must be ${names.join(", ")}`, name, meant);
  }
  const { shape, success, table: own } = await kindOf(`${name}:`);
  return join([
    ...wrap(shape, columns),
    ...wrap(`It is ok when ${success}.`, columns),
    "",
    ...wrap(`Its options stand ${IN_FRAGMENT}`, columns, "  "),
    ...table([...optionRows(COMMON_OPTIONS), ...optionRows(own)], columns),
    "",
    ...wrap(`${DOCUMENTATION}/endpoints.md`, columns),
  ]);
}

async function kindOf(scheme: string): Promise<{
  name: string;
  shape: string;
  success: string;
  table: Readonly<Record<string, EndpointOption>>;
}> {
  const kind = await KINDS.get(scheme)?.();
  if (kind === undefined) throw new TypeError(`no kind for ${scheme}`);
  const { shape, success, options } = kind;
  return { name: scheme.slice(0, -1), shape, success, table: options.table };
}

function optionRows(
  options: Readonly<Record<string, Pick<EndpointOption, "value" | "help">>>,
  before: (name: string) => string = () => "",
): Row[] {
  return Object.entries(options).map(([name, { value, help }]) => [
    value === undefined ? name : `${name}=${value}`,
    before(name) + help,
  ]);
}

/** A table for each command that has rows, without those of `serve` that another repeats. */
function sections(rowsOf: (command: Command) => Row[], columns: number): string[] {
  const known = new Set<string>();
  return [SERVE, ...COMMANDS.values()].flatMap((command) => {
    const rows = rowsOf(command).filter((row) => !known.has(row.join()));
    for (const row of rows) known.add(row.join());
    return rows.length === 0 ? [] : [`${command.name}:`, ...table(rows, columns), ""];
  });
}
