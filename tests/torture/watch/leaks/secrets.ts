/** @module The secrets that must not leave the process. */
import { fixture } from "../../../support/outcome.ts";

/** The file of the key of the client's certificate, in `tests/`. */
export const KEY_FILE = "certificates/self_signed.key";

/** By its place, a string that is a secret. All but the key are of lower-case letters. */
export const SECRETS = {
  slack: "markerofslack",
  alertmanager: "markerofalertmanager",
  /** Of an Alertmanager that nobody reaches. */
  unreached: "markerofunreached",
  proxy: "markerofproxy",
  url: "markerofurl",
  query: "markerofquery",
  header: "markerofheader",
  "header-file": "markeroftokenfile",
  authorization: "markerofauthorization",
  body: "markerofbody",
  "body-file": "markerofsentfile",
  json: "markerofjson",
  contains: "markerofcontains",
  send: "markerofsend",
  expect: "markerofexpect",
  file: "markeroffile",
  /** The begin of its secret number: what precedes in that line is the same in each key. */
  key: fixture(KEY_FILE).split("\n")[1]?.slice(-16) ?? "",
  /** What endpoints answer, which the process reads. */
  answer: "markerofanswer",
} as const;

/** Where a secret is. */
export type Place = keyof typeof SECRETS;

const FORMS = Object.entries(SECRETS).map(([place, secret]) => ({
  place: place as Place,
  forms: [secret, hex(secret), ...base64(secret)],
}));

/**
 * Returns the places whose secret a text holds, with any characters of it escaped for a URL, JSON or
 * HTML, in upper case, as hexadecimal digits, or within what is base64.
 *
 * @param own The places whose secret may be there.
 */
export function secretsIn(text: string, ...own: readonly Place[]): Place[] {
  const readings = [text, ...[fromUrl, fromJson, fromHtml].map((read) => read(text))];
  const all = [...readings, fromUrl(fromJson(text)), text.toLowerCase()].join("\n");
  return FORMS.filter(({ place, forms }) =>
    !own.includes(place) && forms.some((form) => all.includes(form))
  ).map(({ place }) => place);
}

function hex(text: string): string {
  return [...text].map((c) => c.charCodeAt(0).toString(16)).join("");
}

/** What is in the base64 of every text that holds the secret, by where it begins. */
function base64(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const wholeBits = 8 * (before + secret.length);
    const text = btoa(" ".repeat(before) + secret);
    return text.slice(Math.ceil(8 * before / 6), Math.floor(wholeBits / 6));
  });
}

function fromUrl(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, digits) => character(digits, 16));
}

function fromJson(text: string): string {
  return text.replace(/\\u00([0-7][0-9a-f])/gi, (_, digits) => character(digits, 16));
}

function fromHtml(text: string): string {
  return text.replace(/&#(x?)([0-9a-f]+);/gi, (_, x, digits) => character(digits, x ? 16 : 10));
}

function character(digits: string, base: number): string {
  return String.fromCharCode(Number.parseInt(digits, base));
}
