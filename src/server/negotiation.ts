import type { Formats, Representation } from "../formats/format.ts";

/**
 * Loads the renderer of the format that an `Accept` field prefers (RFC 9110, section 12.5.1). Of equally
 * preferred formats it is the first in the table. If the field is absent, allows any type, or matches
 * none, it is the first of all.
 *
 * Parameters other than `q` are ignored: a client that accepts JSON in UTF-8 gets JSON. The parser is
 * loaded for the first field that says more than the kubelet's and curl's.
 */
export async function chooseFormat<R extends Representation>(
  formats: Formats<R>,
  accept: string | undefined,
): Promise<R> {
  const [first] = formats.values();
  if (first === undefined) throw new TypeError("no formats");
  if (accept === undefined || accept === "*/*") return await first.load();
  const { accepts } = await import("@std/http/negotiation");
  const plain = accept.replace(/;\s*(?!q\s*=)[^;,]*/gi, "");
  const type = accepts({ headers: new Headers({ accept: plain }) }, ...formats.keys());
  return await (formats.get(type ?? "") ?? first).load();
}
