/** @module Tables of formats. */

/** What every renderer states about its text. */
export interface Representation {
  /** The value of `Content-Type`. */
  readonly contentType: string;
  /** Further fields of the response. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A format. Its renderer is loaded when first needed. */
export interface Format<R extends Representation> {
  /** Its name on the command line and in `?format=`; leave it out if neither chooses it. */
  readonly name?: string;
  /**
   * Whether it is for browsers alone: no command prints it.
   * @default {false}
   */
  readonly isPage?: boolean;
  /** Returns its renderer; a promise if it must be loaded. */
  readonly load: () => R | Promise<R>;
}

/**
 * Formats by media type. The first is used if `Accept` is absent, allows any type, or matches none.
 */
export type Formats<R extends Representation> = ReadonlyMap<string, Format<R>>;

/** Returns the names of the formats that a command prints, in the order of the table. */
export function printedNames<R extends Representation>(formats: Formats<R>): string[] {
  return [...formats.values()].flatMap(({ name, isPage }) => isPage ? [] : name ?? []);
}

/** Returns the names of the formats that a request can choose, in the order of the table. */
export function formatNames<R extends Representation>(formats: Formats<R>): string[] {
  return [...formats.values()].flatMap(({ name }) => name ?? []);
}

/**
 * Loads the renderer of a format.
 *
 * @param name One of {@linkcode formatNames}.
 * @throws {TypeError} if the table has no format of that name.
 */
export function loadFormat<R extends Representation>(
  formats: Formats<R>,
  name: string,
): R | Promise<R> {
  const format = [...formats.values()].find((format) => format.name === name);
  if (format === undefined) throw new TypeError(`no format ${name}`);
  return format.load();
}
