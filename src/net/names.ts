/** @module Looking names up so that none that hangs delays another. */
import { CheckFailure, WaitFailure } from "../check/reason.ts";
import { isOutOfDescriptors } from "../process/error_code.ts";
import { createBlockingLimit } from "./blocking_limit.ts";
import { parseHosts } from "./hosts_file.ts";
import type { NameFiles } from "./name_files.ts";
import { createDnsLookUp, lookUpInSystem } from "./resolvers.ts";
import { fullNames, parseSearchList } from "./search_list.ts";
import type { Semaphore } from "./semaphore.ts";
import { within } from "./within.ts";

/**
 * Looks a name up. The signal ends the wait for the addresses.
 *
 * @returns The addresses, at least one; IPv6 without brackets.
 */
export type LookUp = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

const noAnswer = (): WaitFailure => new WaitFailure("dns", "no answer to the name look-up");

/** Options of {@linkcode createLookUp}. */
export interface CreateLookUpOptions {
  /**
   * The files of this host; without them, the system's resolver looks up every name.
   * @default {undefined}
   */
  files?: NameFiles | undefined;
  /**
   * The names, in lower case, that required endpoints have. Any other name is an optional one's.
   * @default {new Set()}
   */
  required?: ReadonlySet<string>;
  /**
   * Limits the look-ups by the system's resolver, together with whatever else holds a thread.
   * @default {createBlockingLimit()}
   */
  blocking?: Semaphore;
  /**
   * Looks a full name up in DNS; no address if it has none.
   * @default {createDnsLookUp()}
   */
  dns?: (fullName: string) => Promise<string[]>;
  /**
   * Looks a name up with the system's resolver.
   * @default {lookUpInSystem}
   */
  system?: (name: string) => Promise<string[]>;
}

/**
 * Creates a look-up that all checks share. A name is looked up in /etc/hosts, then in DNS, which needs
 * no thread. The system's resolver comes last: it knows names that these do not have (mDNS), and tells
 * a name that does not exist from a name server that fails. It holds a thread, so it is limited.
 *
 * Of each name, one look-up is ongoing at a time. It ends when it has an answer, even if nobody waits
 * any more, because neither way can be aborted; who comes meanwhile joins it. A failure counts only for
 * those who were there when the look-up began. The others wait for the next one.
 */
export function createLookUp({
  files,
  required = new Set(),
  blocking = createBlockingLimit(),
  dns = createDnsLookUp(),
  system = lookUpInSystem,
}: CreateLookUpOptions = {}): LookUp {
  const hosts = parseHosts(files?.hosts ?? "");
  const searchList = parseSearchList(files?.resolvConf ?? "");
  const ongoing = new Map<string, Promise<readonly string[]>>();

  const start = (name: string): Promise<readonly string[]> => {
    const lookUp = resolve(name).finally(() => ongoing.delete(name));
    ongoing.set(name, lookUp);
    return lookUp;
  };
  const resolve = async (name: string): Promise<readonly string[]> => {
    const inDns = files === undefined ? [] : await resolveInDns(name);
    if (inDns.length > 0) return inDns;
    const priority = required.has(name) ? "required" : "optional";
    await blocking.acquire(priority);
    try {
      const addresses = await system(name);
      if (addresses.length === 0) throw new CheckFailure("dns", "name not found");
      return addresses;
    } finally {
      blocking.release(priority);
    }
  };
  const resolveInDns = async (name: string): Promise<string[]> => {
    try {
      for (const fullName of fullNames(name, searchList)) {
        const addresses = await dns(fullName);
        if (addresses.length > 0) return addresses;
      }
    } catch (error) {
      if (error instanceof CheckFailure || isOutOfDescriptors(error)) throw error;
      // Deno cannot look up such a name, or does not understand /etc/resolv.conf.
    }
    return [];
  };

  return async (hostname, signal) => {
    const name = hostname.toLowerCase();
    const listed = hosts.get(name);
    if (listed !== undefined) return listed;
    const joined = ongoing.get(name);
    try {
      return await within(joined ?? start(name), signal, noAnswer());
    } catch (error) {
      if (joined === undefined || signal.aborted) throw error;
      return await within(ongoing.get(name) ?? start(name), signal, noAnswer());
    }
  };
}
