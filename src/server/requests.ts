/** @module Requests before they reach a route. */
import { STATUS_CODE } from "@std/http/status";
import { respondError } from "./response.ts";

/** Passes requests to the routes, and counts those without an answer. */
export class Requests {
  readonly #fetch: (request: Request) => Response | Promise<Response>;
  #size = 0;
  #drained: PromiseWithResolvers<void> | undefined;

  /** @param fetch Answers a request whose `Host` is valid. */
  constructor(fetch: (request: Request) => Response | Promise<Response>) {
    this.#fetch = fetch;
  }

  /** Answers a request. */
  readonly handler: Deno.ServeHandler<Deno.NetAddr> = (request, { completed }) => {
    this.#size++;
    completed.then(this.#remove, this.#remove);
    if (hasValidHost(request)) {
      // Hono drops the body of HEAD, and with it the length of GET (RFC 9110, section 9.3.2). Deno sends the
      // length without the body. A new Request would normalize the URL.
      if (request.method === "HEAD") Object.defineProperty(request, "method", { value: "GET" });
      return this.#fetch(request);
    }
    return respondError(STATUS_CODE.BadRequest, "Bad request: Host must be HOST or HOST:PORT");
  };

  readonly #remove = (): void => {
    if (--this.#size === 0) this.#drained?.resolve();
  };

  /** How many requests have no answer yet. */
  get size(): number {
    return this.#size;
  }

  /** Waits until every request has its answer. */
  async drained(): Promise<void> {
    // A request that was read before the listener closed may still arrive.
    while (this.#size > 0) {
      this.#drained = Promise.withResolvers();
      await this.#drained.promise;
    }
  }
}

const NAME = "(?:[\\w.~!$&'()*+,;=-]|%[\\da-f]{2})+";
const IP_LITERAL = "\\[(?:[\\da-f:.]+|v[\\da-f]+\\.[\\w.~!$&'()*+,;=:-]+)\\]";
/** host [":" port] (RFC 3986, sections 3.2.2 and 3.2.3); an IPv4 address looks like a name. */
const HOST = new RegExp(`^(?:${NAME}|${IP_LITERAL})(?::\\d*)?$`, "i");
/** What stands in a URL between the scheme and what the routes look at. */
const AUTHORITY = /:\/\/([^/?]*)/;

/**
 * Reports whether path and query of a request's URL are those of its target.
 *
 * Deno joins `Host` and the target to `request.url` and validates neither: `Host: x/all?exclude=app&`
 * would choose the route (https://github.com/denoland/deno/issues/26554, tests/workarounds/serve_test.ts).
 * So `Host` must be a host, with or without a port (RFC 9112, section 3.2), and so must the authority of a
 * target in absolute form. Without `Host`, Deno takes the address of the listener.
 */
export function hasValidHost({ url, headers }: Request): boolean {
  const host = headers.get("host");
  const [, authority = ""] = AUTHORITY.exec(url) ?? [];
  return HOST.test(authority) && (!host || host === authority || HOST.test(host));
}
