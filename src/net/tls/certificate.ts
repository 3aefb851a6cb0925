/** @module The certificate that a server presented, and why it is refused. */
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { DetailedPeerCertificate, PeerCertificate } from "node:tls";
import { type Certificate, expiryInWords } from "../../check/certificate.ts";
import { CheckFailure, cleanName, cutName } from "../../check/reason.ts";
import { formatDuration } from "../../process/time/duration.ts";
import { unsupportedIn } from "./unsupported.ts";

/** Of a certificate with more names, or with longer ones, the reason gives none. */
const MAX_NAMES = 3;
const MAX_NAMES_LENGTH = 100;

/**
 * Returns the facts of a certificate.
 *
 * @param leaf What `getPeerCertificate` returned; it has no properties if the runtime could not parse
 * the certificate.
 * @returns `undefined` if the certificate has no date that can be read.
 */
export function certificateOf(leaf: Partial<PeerCertificate>): Certificate | undefined {
  const expires = new Date(leaf.valid_to ?? NaN);
  if (Number.isNaN(expires.getTime())) return undefined;
  return { expires, issuer: nameOf(leaf.issuer), subject: nameOf(leaf.subject) };
}

/**
 * Describes a certificate for a trace: `api.shop, of "Shop CA", until 2027-02-01 (65 d)`.
 *
 * @param leaf What `getPeerCertificate` returned.
 * @param trusts The file of the authorities that it is verified by; `null` for the usual ones.
 */
export function certificateInWords(
  leaf: Partial<PeerCertificate>,
  trusts: string | null = null,
): string {
  const certificate = certificateOf(leaf);
  if (certificate === undefined) return "a certificate that cannot be read";
  const { expires, issuer, subject } = certificate;
  const names = (leaf.subjectaltname ?? subject).replaceAll(/(?:DNS|IP Address):/g, "");
  const left = (expires.getTime() - Date.now()) / 1000;
  const until = left > 0 ? ` (${formatDuration(left, 1)})` : "";
  const file = trusts === null ? "" : ` in ${trusts}`;
  return `${cutName(names)}, of "${issuer}"${file}, until ${
    expires.toISOString().slice(0, 10)
  }${until}`;
}

/**
 * Lists the names that a certificate is valid for. Deno joins them without quotes, so that one with a comma
 * in it, even a URI, forges others, and one with a quote makes Deno throw where no caller can catch it. So
 * this leaves out what the certificate itself does not confirm.
 *
 * @returns The names in the form of `subjectaltname`: `DNS:a.example, IP Address:10.0.0.1`; `undefined`
 * without any.
 * @throws {Error} if the runtime cannot parse the certificate.
 */
export function confirmedNames(
  { raw, subjectaltname = "" }: Pick<PeerCertificate, "raw" | "subjectaltname">,
): string | undefined {
  const certificate = new X509Certificate(raw);
  const names = subjectaltname.split(", ").filter((entry) => {
    const [, dns, ip = ""] = /^(?:DNS:([!#-~]+)|IP Address:(.+))$/.exec(entry) ?? [];
    // checkHost() compares texts: it does not know that `*.a.example` is valid for `b.a.example`.
    if (dns !== undefined) return certificate.checkHost(dns) !== undefined;
    return isIP(ip) !== 0 && certificate.checkIP(ip) !== undefined;
  });
  return names.length === 0 ? undefined : names.join(", ");
}

/** Reports whether a certificate has expired; one without a date that can be read has not. */
export function hasExpired({ valid_to }: Partial<PeerCertificate>): boolean {
  return new Date(valid_to ?? NaN) < new Date();
}

/** Options of {@linkcode refusalOf}. */
export interface RefusalOfOptions {
  /** What `getPeerCertificate` returned. */
  leaf: Partial<PeerCertificate>;
  /**
   * The same with its issuers.
   * @default {undefined}
   */
  chain?: DetailedPeerCertificate | undefined;
  /** The code of `authorizationError`. */
  code: string;
  /** The name or address that the certificate was verified for. */
  name: string;
}

/**
 * Says why a certificate was refused. The codes do not tell an expired certificate from one of an
 * unknown issuer, so the dates decide first.
 */
export function refusalOf(options: RefusalOfOptions): CheckFailure {
  return new CheckFailure("certificate", refusalReason(options), certificateOf(options.leaf));
}

function refusalReason({ leaf, chain, code, name }: RefusalOfOptions): string {
  const now = new Date();
  const expires = new Date(leaf.valid_to ?? NaN);
  if (expires < now) return expiryInWords({ expires }, now);
  const start = new Date(leaf.valid_from ?? NaN);
  if (start > now) {
    return `certificate not valid until ${start.toISOString().slice(0, 10)}`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `certificate not valid for ${name}${namesOf(leaf.subjectaltname)}`;
  }
  const unsupported = unsupportedInChain(leaf, chain);
  if (unsupported !== undefined) return unsupported;
  if (isSelfSigned(leaf)) return "certificate is self-signed";
  const issuer = nameOf(leaf.issuer);
  const named = issuer === "" ? "" : ` (${issuer})`;
  return `issuer not trusted${named}, or an intermediate is missing: ca= or --ca-file adds one`;
}

/** `DNS:a.example, IP Address:10.0.0.1` as `, only for a.example, 10.0.0.1`. */
function namesOf(subjectaltname = ""): string {
  const names = subjectaltname.split(", ")
    .map((entry) => {
      const [, type, name] = /^(DNS|IP Address):(.+)$/.exec(entry) ?? [];
      // An address counts only where the certificate has it as one.
      return name !== undefined && type === "DNS" && isIP(name) ? `${name} as a DNS name` : name;
    })
    .filter((name) => name !== undefined);
  const list = names.join(", ");
  const isShort = names.length <= MAX_NAMES && list.length <= MAX_NAMES_LENGTH;
  return list !== "" && isShort ? `, only for ${list}` : "";
}

/** Says what is not supported in a certificate and its issuers. A trusted authority is not verified itself. */
function unsupportedInChain(
  { raw }: Partial<PeerCertificate>,
  chain: DetailedPeerCertificate | undefined,
): string | undefined {
  const own = raw === undefined ? undefined : unsupportedIn(raw);
  if (own !== undefined) return `certificate ${own}`;
  let issuer = chain?.issuerCertificate;
  while (issuer?.raw !== undefined && !isSelfSigned(issuer)) {
    const found = unsupportedIn(issuer.raw);
    if (found !== undefined) return `an intermediate certificate ${found}`;
    issuer = issuer.issuerCertificate;
  }
  return undefined;
}

function isSelfSigned({ subject, issuer }: Partial<PeerCertificate>): boolean {
  return subject !== undefined && issuer !== undefined && wholeName(subject) === wholeName(issuer);
}

type Name = PeerCertificate["subject"];

function nameOf(name: Name | undefined): string {
  return name === undefined ? "" : cleanName([name.CN ?? wholeName(name)].flat().join(", "));
}

function wholeName(name: Name): string {
  return Object.entries(name).map(([type, value]) => `${type}=${value}`).join(", ");
}
