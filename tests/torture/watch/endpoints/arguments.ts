/** @module The ENDPOINT arguments, and the secrets that they hold. */
import { KEY_FILE, type Place, SECRETS } from "../leaks/secrets.ts";

/** Where the servers of the endpoints are, and a folder with the files of {@linkcode writeSecrets}. */
export interface Where {
  readonly httpPort: number;
  readonly tcpPort: number;
  readonly tlsPort: number;
  readonly folder: string;
}

/** The endpoint whose outages send no message. */
export const OPTIONAL = "e2";
/** The endpoint whose failure is a timeout. */
export const HANGING = "e3";
/** The one that is talked to over TCP. */
export const TALKING = "e11";
/** The one with a client certificate. */
export const MUTUAL = "e12";
/** An endpoint that never fails, and that no server knows. */
export const STEADY = "steady";
/** The endpoints that fail and recover. */
export const NAMES: readonly string[] = Array.from({ length: 16 }, (_, index) => `e${index}`);

/** The places whose secrets are files. */
const FILES = ["header-file", "authorization", "body-file", "file"] as const;

/** By endpoint, the places whose secrets its requests have. */
const SENT: Readonly<Record<string, Place>> = {
  e0: "url",
  e1: "header-file",
  e4: "header",
  e5: "query",
  e6: "body",
  e7: "body-file",
  e8: "authorization",
  [TALKING]: "send",
};

/** By endpoint, its options. */
const OPTIONS: Readonly<Record<string, (folder: string) => string>> = {
  e1: (folder) => `header-file=X-Token:${folder}/header-file`,
  [OPTIONAL]: () => "optional",
  e4: () => `header=X-Token:${SECRETS.header}`,
  e6: () => `body=${SECRETS.body}`,
  e7: (folder) => `body-file=${folder}/body-file`,
  e8: (folder) => `header-file=Authorization:${folder}/authorization&metric=up>0`,
  e9: () => `json=token:${SECRETS.json}`,
  e10: () => `contains=${SECRETS.contains}`,
  [TALKING]: () => `send=AUTH%20${SECRETS.send}%0D%0A&expect=${SECRETS.expect}`,
  [MUTUAL]: () => {
    const [ca, cert, key] = ["certificates/authority.pem", "certificates/self_signed.pem", KEY_FILE]
      .map((name) => new URL(`../../../${name}`, import.meta.url).pathname);
    return `ca=${ca}&cert=${cert}&key=${key}`;
  },
};

/** Writes the files that hold secrets. */
export async function writeSecrets(folder: string): Promise<void> {
  for (const place of FILES) await Deno.writeTextFile(`${folder}/${place}`, SECRETS[place]);
}

/** Returns the places whose secrets the requests to an endpoint may have. */
export function sentTo(name: string): Place[] {
  const place = SENT[name];
  return place === undefined ? [] : [place];
}

/** Returns the ENDPOINT arguments. */
export function argumentsOf(where: Where): string[] {
  const { folder } = where;
  return [
    ...NAMES.map((name) => {
      const options = [`name=${name}`, OPTIONS[name]?.(folder) ?? []].flat();
      return `${urlOf(name, where)}#${options.join("&")}`;
    }),
    `file://${folder}/file#name=${STEADY}&contains=${SECRETS.file}`,
  ];
}

function urlOf(name: string, { httpPort, tcpPort, tlsPort }: Where): string {
  if (name === TALKING) return `tcp://127.0.0.1:${tcpPort}`;
  if (name === MUTUAL) return `https://127.0.0.1:${tlsPort}/`;
  const user = name === "e0" ? `user:${SECRETS.url}@` : "";
  const query = name === "e5" ? `?token=${SECRETS.query}` : "";
  return `http://${user}127.0.0.1:${httpPort}/${name}${query}`;
}
