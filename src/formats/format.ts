/** @module What a table of formats is. */

/** What every renderer says of the text it writes. */
export interface Representation {
  /** The value of `Content-Type`. */
  readonly contentType: string;
  /** Further fields of the answer's head. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A format, whose renderer is loaded when it is first needed. */
export interface Format<R extends Representation> {
  /** Its name on the command line; leave it out if no command prints it. */
  readonly name?: string;
  readonly load: () => Promise<R>;
}

/** Formats by media type. The first is used where `Accept` does not decide. */
export type Formats<R extends Representation> = ReadonlyMap<string, Format<R>>;

/** The names of the formats that a command prints. */
export function formatNames<R extends Representation>(formats: Formats<R>): string[] {
  return [...formats.values()].flatMap(({ name }) => name ?? []);
}

/**
 * Loads the renderer of a format.
 *
 * @param name One of {@linkcode formatNames}; any other is a `TypeError`.
 */
export async function loadFormat<R extends Representation>(
  formats: Formats<R>,
  name: string,
): Promise<R> {
  const format = [...formats.values()].find((format) => format.name === name);
  if (format === undefined) throw new TypeError(`no format ${name}`);
  return await format.load();
}
