/**
 * The media type that an `Accept` field likes best, of those that there are (RFC 9110, section 12.5.1):
 * the first of those that it likes the same, and the fallback where it is missing or likes none.
 *
 * Parameters other than `q` are passed over: who asks for JSON in UTF-8 gets JSON. What reads the field
 * is loaded for the first one that says more than the kubelet's and curl's.
 */
export async function negotiate(
  accept: string | undefined,
  types: Iterable<string>,
  fallback: string,
): Promise<string> {
  if (accept === undefined || accept === "*/*") return fallback;
  const { accepts } = await import("@std/http/negotiation");
  const plain = accept.replace(/;\s*(?!q\s*=)[^;,]*/gi, "");
  return accepts({ headers: new Headers({ accept: plain }) }, ...types) ?? fallback;
}
