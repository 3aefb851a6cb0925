/** @module The options of the kinds that connect over TLS. */
import type { KindOptions } from "./kind.ts";

/** The part of an endpoint that connects over TLS. */
export interface TlsOptions {
  /** Whether to accept any certificate. */
  readonly insecure: boolean;
}

/** The defaults of these options. */
export const TLS_DEFAULTS: TlsOptions = { insecure: false };

/** The options of every kind that connects over TLS. */
export const TLS_OPTIONS: KindOptions<TlsOptions> = {
  table: {
    insecure: {
      help: "accept any certificate, as the kubelet does",
      must: "without a value",
      read: () => ({ insecure: true }),
    },
  },
};
