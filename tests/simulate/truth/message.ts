/** @module What a message to Slack tells. */

/** The parts of a message to Slack that say what it tells. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly {
    readonly text?: { readonly text: string };
    readonly elements?: readonly { readonly text: string }[];
  }[];
}

/** The endpoints that a message names, each with the second in which its outage began. */
export function namedIn(
  { blocks }: Message,
): { readonly name: string; readonly seconds: number }[] {
  const place = blocks.at(-1)?.elements?.[0]?.text ?? "";
  return blocks.slice(1, -1).flatMap(({ text: { text = "" } = {} }) => {
    const [, name] = /^\*(\w+)\* /.exec(text) ?? [];
    const [, seconds] = /<!date\^(\d+)\^/.exec(text) ?? /<!date\^(\d+)\^/.exec(place) ?? [];
    return name === undefined ? [] : [{ name, seconds: Number(seconds) }];
  });
}
