/** @module The options of the kinds that connect over TLS. */
import { DURATION, parseDuration, type Seconds } from "../../process/time/duration.ts";
import { HIDDEN } from "../../process/text/redact.ts";
import { isAbsolutePath } from "../headers/options.ts";
import { type EndpointOption, type KindOptions, type OptionConflict, readInto } from "../kind.ts";
import type { TlsFiles } from "./files.ts";

/** The part of an endpoint that connects over TLS. */
export interface TlsOptions extends TlsFiles {
  /** Whether to accept any certificate. */
  readonly insecure: boolean;
  /** The name to send and to verify; `null` for the host of the URL. */
  readonly serverName: string | null;
  /** Warns of a certificate that has less than this left; `null` if it never does. */
  readonly expires: Seconds | null;
}

/** The defaults of these options. */
export const TLS_DEFAULTS: TlsOptions = {
  insecure: false,
  ca: null,
  cert: null,
  key: null,
  serverName: null,
  expires: null,
};

const MAX_NAME = 253;
const LABEL = "(?!-)[A-Za-z0-9_-]{1,63}(?<!-)";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** The options of every kind that connects over TLS. */
export const TLS_OPTIONS: KindOptions<TlsOptions> = {
  table: {
    insecure: {
      help: "accept any certificate, as the kubelet does",
      must: "without a value",
      read: () => ({ insecure: true }),
    },
    ca: file("ca", "trust this PEM file instead of the usual authorities"),
    cert: file("cert", "the client certificate, a PEM file; with key"),
    key: file("key", "the private key of cert, a PEM file"),
    "server-name": {
      value: "NAME",
      help: "the name to send and to verify (default the host)",
      must: "a DNS name",
      read: (value) => isDnsName(value) ? { serverName: value } : undefined,
    },
    expires: {
      value: "DURATION",
      help: "warn when the certificate has less than this left",
      must: DURATION,
      read: readInto("expires", parseDuration),
    },
  },
  conflict: async ({ insecure, ca, cert, key }) => {
    if (insecure && ca !== null) {
      return {
        must: "option ca must not be combined with insecure, which trusts any certificate",
        got: ca,
        option: "ca",
      };
    }
    if ((cert === null) !== (key === null)) {
      const must = "option cert and key must be given together";
      return { must, got: cert === null ? "key" : "cert" };
    }
    return ca === null && cert === null ? undefined : await wrongFile({ ca, cert, key });
  },
};

/** Reports whether an endpoint presents the client certificate of the command line where asked for one. */
export function usesCommonCertificate(own: unknown): boolean {
  return (own as Partial<TlsOptions> | undefined)?.cert === null;
}

function file(name: keyof TlsFiles, help: string): EndpointOption<TlsOptions> {
  return {
    value: "PATH",
    help,
    must: "an absolute path",
    // What stands in the place of a path may be the key itself.
    redact: () => HIDDEN,
    permissions: ["read"],
    read: readInto(name, (value) => isAbsolutePath(value) ? value : undefined),
  };
}

async function wrongFile(files: TlsFiles): Promise<OptionConflict | undefined> {
  const { findWrongFile } = await import("./files.ts");
  const wrong = await findWrongFile(files);
  return wrong &&
    { must: `option ${wrong.option} must be ${wrong.must}`, got: wrong.path, option: wrong.option };
}

/** An address is no name: RFC 6066, section 3, forbids it in SNI. A last label of digits makes one. */
function isDnsName(text: string): boolean {
  return text.length <= MAX_NAME && DNS_NAME.test(text) &&
    !/(?:^|\.)(?:\d+|0x[\da-f]*)$/i.test(text);
}
