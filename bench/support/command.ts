/** @module Commands: how they are read, and how they are shown without what differs between machines. */

/** More endpoints than this are counted, not listed. */
const LISTED = 2;

/** Splits a command at its spaces; there is no quoting. */
export function wordsOf(command: string): string[] {
  return command.trim().split(/\s+/);
}

/** Removes the folders of absolute paths. */
export function withoutFolders(text: string): string {
  return text.replaceAll(/(?<=^|[\s='"])\/(?:[^\s/]+\/)+(?=[^\s/])/g, "");
}

/**
 * Formats a command for a reader: without folders, with PORT for the ports of this run, and with
 * the number of endpoints instead of a long list of them.
 */
export function shownCommand(words: readonly string[]): string {
  const shown: string[] = [];
  let endpoints = 0;
  for (const word of words) {
    if (word.includes("://")) endpoints++;
    if (endpoints > LISTED && word.includes("://")) continue;
    const plain = withoutFolders(word).replaceAll(/(127\.0\.0\.1|localhost):\d+/g, "$1:PORT");
    shown.push(/[^\w@%+=:,./?#-]/.test(plain) ? `'${plain}'` : plain);
  }
  if (endpoints > LISTED) shown.push(`... (${endpoints} endpoints)`);
  return shown.join(" ");
}

/**
 * Returns the command that started this program, for a reader.
 *
 * @param task The name of its task in deno.json.
 * @param variables The names of the environment variables that it reads.
 */
export function commandHere(task: string, variables: readonly string[]): string {
  const set = variables.filter((name) => Deno.env.has(name))
    .map((name) => `${name}=${withoutFolders(Deno.env.get(name) ?? "")}`);
  return [...set, "deno task", task, shownCommand(Deno.args)].join(" ").trim();
}
