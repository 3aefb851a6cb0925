/** The certificate that a server presented for itself, the first of its chain. */
export interface Certificate {
  /** When it expires. */
  readonly expires: Date;
  /** The common name of its issuer, or its whole name where it has none. */
  readonly issuer: string;
  /** The common name of its subject, or its whole name where it has none. */
  readonly subject: string;
}
