/** @module The names of a certificate, read from its DER (ITU-T X.690). */

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** The field `extensions` of a certificate (RFC 5280, section 4.1). */
const EXTENSIONS = 0xa3;
/** `dNSName` and `iPAddress` of a GeneralName (RFC 5280, section 4.2.1.6). */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** The object identifier 2.5.29.17, with its tag and length. */
const SUBJECT_ALT_NAME = "6,3,85,29,17";

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The element itself, with its tag and length. */
  readonly whole: Uint8Array;
}

/**
 * Lists the DNS names and the addresses that a certificate is valid for. Deno writes every name as it is,
 * so that one with a comma in it, even a URI, forges others, and one with a quote makes Deno throw where
 * no caller can catch it.
 *
 * @param der The certificate.
 * @returns The names in the form of `subjectaltname` of `getPeerCertificate`, quoted as Node.js quotes
 * them: `DNS:a.example, IP Address:10.0.0.1`; `undefined` without any.
 * @throws {RangeError} if the certificate is malformed.
 */
export function subjectAltNameOf(der: Uint8Array): string | undefined {
  const [certificate] = elementsOf(der);
  const [signed] = elementsOf(contentOf(certificate));
  const extensions = elementsOf(contentOf(signed)).find(({ tag }) => tag === EXTENSIONS);
  if (extensions === undefined) return undefined;
  const [list] = elementsOf(extensions.content);
  const names = elementsOf(contentOf(list)).flatMap(({ content }) => {
    const [id, ...rest] = elementsOf(content);
    if (id?.whole.join() !== SUBJECT_ALT_NAME) return [];
    const [general] = elementsOf(contentOf(rest.at(-1), OCTET_STRING));
    return elementsOf(contentOf(general)).flatMap(nameOf);
  });
  return names.length === 0 ? undefined : names.join(", ");
}

function nameOf({ tag, content }: Element): string[] {
  if (tag === IP_ADDRESS) return [`IP Address:${addressOf(content)}`];
  if (tag !== DNS_NAME) return [];
  const name = Array.from(content, (byte) => String.fromCharCode(byte)).join("");
  // As Node.js does: a comma separates names, and a quote begins a string in JSON.
  return [/^[!#-&(-+\--[\]-~]+$/.test(name) ? `DNS:${name}` : `DNS:${quote(name)}`];
}

function quote(name: string): string {
  return JSON.stringify(name).replaceAll(",", "\\u002c");
}

/** IPv6 is written as `URL.hostname` has it. */
function addressOf(bytes: Uint8Array): string {
  if (bytes.length !== 16) return bytes.join(".");
  const groups = Array.from(
    { length: 8 },
    (_, i) => new DataView(bytes.buffer, bytes.byteOffset).getUint16(2 * i).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function contentOf(element: Element | undefined, tag: number = SEQUENCE): Uint8Array {
  if (element?.tag !== tag) throw new RangeError("malformed certificate");
  return element.content;
}

function elementsOf(bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    // A first byte above 128 counts the bytes of the length that follow.
    if (length >= 0x80) {
      const end = start + length - 0x80;
      length = bytes.subarray(start, end).reduce((sum, byte) => sum * 256 + byte, 0);
      start = end;
    }
    if (start + length > bytes.length) throw new RangeError("malformed certificate");
    const content = bytes.subarray(start, start + length);
    elements.push({ tag, content, whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return elements;
}
