const NAME = "(?:[\\w.~!$&'()*+,;=-]|%[\\da-f]{2})+";
const IP_LITERAL = "\\[(?:[\\da-f:.]+|v[\\da-f]+\\.[\\w.~!$&'()*+,;=:-]+)\\]";
/** host [":" port] (RFC 3986, sections 3.2.2 and 3.2.3); an IPv4 address looks like a name. */
const HOST = new RegExp(`^(?:${NAME}|${IP_LITERAL})(?::\\d*)?$`, "i");
/** What stands in a URL between the scheme and what the routes look at. */
const AUTHORITY = /:\/\/([^/?]*)/;

/**
 * Whether path and query of a request's URL are those of its target.
 *
 * Deno joins `Host` and the target to `request.url` and validates neither: `Host: x/all?exclude=app&`
 * would choose the route. So `Host` must be a host, with or without a port (RFC 9112, section 3.2), and
 * so must the authority of a target in absolute form. Without `Host`, Deno takes the address of the
 * listener.
 */
export function hasValidHost({ url, headers }: Request): boolean {
  const host = headers.get("host");
  const [, authority = ""] = AUTHORITY.exec(url) ?? [];
  return HOST.test(authority) && (!host || host === authority || HOST.test(host));
}
