/** @module Looking names up so that none that hangs delays another. */
import { CheckFailure, WaitFailure } from "../../check/reason.ts";
import type { Trace } from "../../check/trace.ts";
import { isOutOfDescriptors } from "../../process/error_code.ts";
import { SharedWait } from "../../process/time/shared_wait.ts";
import { createBlockingLimit } from "../blocking_limit.ts";
import { parseHosts } from "./hosts_file.ts";
import type { ReadNameFiles } from "./files.ts";
import { createDnsLookUp, type DnsLookUp, lookUpInSystem } from "./resolve.ts";
import { fullNames, nameServers, parseSearchList } from "./search_list.ts";
import type { Semaphore } from "../semaphore.ts";

/**
 * Looks a name up. The signal ends the wait for the addresses. A trace takes them, and who gave them.
 *
 * @returns The addresses, at least one; IPv6 without brackets.
 */
export type LookUp = (
  name: string,
  signal: AbortSignal,
  trace?: Trace,
) => Promise<readonly string[]>;

/** What a look-up found. */
interface Found {
  readonly addresses: readonly string[];
  /** The name that DNS knows; `null` if the system's resolver found the addresses. */
  readonly fullName: string | null;
}

const noAnswer = (): WaitFailure => new WaitFailure("dns", "no answer to the name look-up");

/** Options of {@linkcode createLookUp}. */
export interface CreateLookUpOptions {
  /**
   * Returns the files of this host; without them, the system's resolver looks up every name.
   * @default {() => undefined}
   */
  readFiles?: ReadNameFiles;
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
  dns?: DnsLookUp;
  /**
   * Looks a name up with the system's resolver.
   * @default {lookUpInSystem}
   */
  system?: (name: string) => Promise<string[]>;
}

/** A look-up that checks share. */
interface SharedLookUp {
  readonly found: SharedWait<Found>;
  /** How many checks wait for it. */
  askers: number;
  /** Aborted when no check waits any more. */
  readonly unasked: AbortController;
}

/**
 * Creates a look-up that all checks share. A name is looked up in /etc/hosts, then in DNS, which needs
 * no thread. The system's resolver comes last: it knows names that these do not have (mDNS), and tells
 * a name that does not exist from a name server that fails. It holds a thread, so it is limited.
 *
 * Of each name, one look-up is ongoing at a time; who comes meanwhile joins it. When nobody waits any
 * more, its query in DNS is aborted; a look-up by the system goes on, because getaddrinfo cannot be
 * aborted. A failure counts only for those who were there when the look-up began. The others wait for
 * the next one.
 */
export function createLookUp({
  readFiles = () => undefined,
  required = new Set(),
  blocking = createBlockingLimit(),
  dns = createDnsLookUp(),
  system = lookUpInSystem,
}: CreateLookUpOptions = {}): LookUp {
  let files = readFiles();
  let hosts = parseHosts(files?.hosts ?? "");
  let searchList = parseSearchList(files?.resolvConf ?? "");
  const ongoing = new Map<string, SharedLookUp>();

  const refresh = (): void => {
    const read = readFiles();
    if (read === undefined || read === files) return;
    files = read;
    hosts = parseHosts(read.hosts);
    searchList = parseSearchList(read.resolvConf);
  };
  const start = (name: string): SharedLookUp => {
    const unasked = new AbortController();
    const found = resolve(name, unasked.signal).finally(() => ongoing.delete(name));
    const lookUp = { found: new SharedWait(found), askers: 0, unasked };
    ongoing.set(name, lookUp);
    return lookUp;
  };
  const resolve = async (name: string, signal: AbortSignal): Promise<Found> => {
    const inDns = files === undefined ? undefined : await resolveInDns(name, signal);
    if (inDns !== undefined) return inDns;
    const priority = required.has(name) ? "required" : "optional";
    await blocking.acquire(priority);
    try {
      const addresses = await system(name);
      if (addresses.length === 0) throw new CheckFailure("dns", "name not found");
      return { addresses, fullName: null };
    } finally {
      blocking.release(priority);
    }
  };
  const resolveInDns = async (name: string, signal: AbortSignal): Promise<Found | undefined> => {
    try {
      for (const fullName of fullNames(name, searchList)) {
        const addresses = await dns(fullName, signal);
        if (addresses.length > 0) return { addresses, fullName };
      }
    } catch (error) {
      if (signal.aborted || error instanceof CheckFailure || isOutOfDescriptors(error)) throw error;
      // Deno cannot look up such a name, or does not understand /etc/resolv.conf.
    }
    return undefined;
  };
  const wait = async (lookUp: SharedLookUp, signal: AbortSignal): Promise<Found> => {
    lookUp.askers++;
    try {
      return await lookUp.found.wait(signal, noAnswer());
    } finally {
      lookUp.askers--;
      if (lookUp.askers === 0) lookUp.unasked.abort();
    }
  };

  const find = async (name: string, signal: AbortSignal): Promise<Found> => {
    const joined = ongoing.get(name);
    try {
      return await wait(joined ?? start(name), signal);
    } catch (error) {
      if (joined === undefined || signal.aborted) throw error;
      return await wait(ongoing.get(name) ?? start(name), signal);
    }
  };
  const finder = ({ fullName }: Found, name: string): string => {
    if (fullName === null) return "the system's resolver";
    const servers = nameServers(files?.resolvConf ?? "").join(" or ") || "a name server";
    return fullName === `${name}.` ? servers : `${servers} as ${fullName}`;
  };

  return async (hostname, signal, trace) => {
    const name = hostname.toLowerCase();
    refresh();
    const phase = trace?.begin("look up", name);
    const listed = hosts.get(name);
    if (listed !== undefined) {
      phase?.end(`: ${listed.join(", ")}, by /etc/hosts`);
      return listed;
    }
    const found = await find(name, signal);
    phase?.end(`: ${found.addresses.join(", ")}, by ${finder(found, name)}`);
    return found.addresses;
  };
}
