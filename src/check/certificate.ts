/** @module The certificate that a server presented for itself, the first of its chain. */
import { formatDuration, type Seconds } from "../process/time/duration.ts";

const HOUR: Seconds = 3600;

/** The certificate that a server presented for itself, the first of its chain. */
export interface Certificate {
  /** When it expires. */
  readonly expires: Date;
  /** The common name of its issuer, or its whole name where it has none. */
  readonly issuer: string;
  /** The common name of its subject, or its whole name where it has none. */
  readonly subject: string;
}

/**
 * Says when a certificate expires, in days or hours: `certificate expires in 9 d`. The
 * words stay the same for an hour at least, so that they are logged once.
 *
 * @param date The present, by the wall clock.
 */
export function expiryInWords({ expires }: Pick<Certificate, "expires">, date: Date): string {
  const left = (expires.getTime() - date.getTime()) / 1000;
  const length = Math.abs(left) < HOUR ? "less than 1 h" : formatDuration(Math.abs(left), 1);
  return left > 0 ? `certificate expires in ${length}` : `certificate expired ${length} ago`;
}
