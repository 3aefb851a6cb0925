/** @module How an endpoint connects over TLS. */
import type { Endpoint } from "../../check/endpoint.ts";
import type { Dialer, Open } from "../../net/http1/exchange.ts";
import type { DialTlsOptions } from "../../net/tls/dial.ts";
import type { ProbeOptions } from "../kind.ts";
import type { TlsCredentials, TlsFiles } from "./files.ts";
import type { TlsOptions } from "./options.ts";

/** Options of {@linkcode createTlsDialer}. */
export interface CreateTlsDialerOptions
  extends
    Pick<DialTlsOptions, "port" | "protocol">,
    Pick<ProbeOptions, "authorities" | "clientFiles" | "lookUp" | "readFile" | "trace"> {}

/** Creates the dialer of an endpoint that connects over TLS. Without files, it loads nothing for them. */
export async function createTlsDialer(
  { url: { hostname }, own }: Endpoint<TlsOptions>,
  { port, protocol, authorities, clientFiles, lookUp, readFile, trace }: CreateTlsDialerOptions,
): Promise<Dialer> {
  const { withDefaultAuthorities, dialTls } = await import("../../net/tls/dial.ts");
  const { insecure, serverName } = own;
  const common = withDefaultAuthorities(authorities);
  const fixed = {
    hostname,
    port,
    protocol,
    insecure,
    lookUp,
    trace,
    trusts: own.ca,
    ...(serverName === null ? {} : { serverName }),
  };
  const openWith = ({ ca = common, ...rest }: TlsCredentials): Open => (signal) =>
    dialTls({ ...fixed, ...rest, ca, signal });
  const open = openWith({ ca: undefined });
  const { cert, key } = own.cert === null && clientFiles !== undefined ? clientFiles : own;
  const files: TlsFiles = { ca: own.ca, cert, key };
  if (files.ca === null && files.cert === null) return { open };
  const { createTlsFilesReader } = await import("./files.ts");
  const read = createTlsFilesReader(files, readFile);
  return {
    open,
    prepare: async (signal) => {
      const reading = trace?.begin("read", "files of TLS");
      const credentials = await read(signal);
      reading?.end();
      return openWith(credentials);
    },
  };
}
