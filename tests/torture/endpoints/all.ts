/** @module The endpoints under torture: one of every kind, and of every option that judges. */
import { fixture } from "../../support/outcome.ts";
import type { Asked, TorturedEndpoint } from "../endpoint.ts";
import { TorturedClientCertificate } from "./client_certificate.ts";
import { TorturedExpiry } from "./expiry.ts";
import { JSON_FILE, TEXT_FILE, TorturedFile } from "./file.ts";
import { grpcOver } from "./grpc.ts";
import { TorturedHeartbeat } from "./heartbeat.ts";
import { TorturedProgress } from "./progress.ts";
import { type Speech, TorturedServer } from "./server.ts";
import {
  HTTP,
  httpOver,
  IF_MISSING,
  IF_MISSING_IN_JSON,
  JSON_ANSWER,
  JSON_COMPARED,
  METRIC,
  METRIC_OF_EACH,
  STATUS,
  TCP,
} from "./speeches.ts";
import { GRPC_TLS, HTTP_TLS, NAMED_TLS } from "./tls.ts";

/** What makes an endpoint, and what its report and its answers depend on. */
interface Entry extends Partial<Asked> {
  readonly what: string;
  readonly create: (folder: string, asked: Asked) => TorturedEndpoint | Promise<TorturedEndpoint>;
}

const speaking =
  (speech: Speech | ((folder: string) => Speech)): Entry["create"] => (folder, asked) =>
    new TorturedServer(typeof speech === "function" ? speech(folder) : speech, asked);

/** How long the success of an endpoint with `every` stands in for its checks. */
const EVERY_MS = 1000;

const ENTRIES: readonly Entry[] = [
  ...Array.from({ length: 5 }, (): Entry => ({
    what: "http contains",
    options: "&group=long",
    create: speaking(HTTP),
  })),
  {
    what: "https with ca",
    create: speaking((folder) => ({ ...httpOver("https", `&ca=${folder}/ca`), tls: HTTP_TLS })),
  },
  {
    what: "server-name",
    create: speaking((folder) => ({
      ...httpOver("https", `&ca=${folder}/ca&server-name=elsewhere.example`),
      tls: NAMED_TLS,
    })),
  },
  {
    what: "cert and key",
    create: (folder, asked) => TorturedClientCertificate.create(folder, asked),
  },
  { what: "expires", create: (_, asked) => new TorturedExpiry(asked) },
  {
    what: "http+unix",
    create: speaking((folder) => ({ ...httpOver("http+unix", ""), path: `${folder}/http.sock` })),
  },
  { what: "tcp with talk", options: "&group=g", create: speaking(TCP) },
  { what: "grpc", create: speaking(grpcOver("grpc", "")) },
  {
    what: "grpcs with ca",
    create: speaking((folder) => ({ ...grpcOver("grpcs", `ca=${folder}/ca`), tls: GRPC_TLS })),
  },
  {
    what: "grpc+unix",
    create: speaking((folder) => ({ ...grpcOver("grpc+unix", ""), path: `${folder}/grpc.sock` })),
  },
  { what: "file", create: (folder, asked) => new TorturedFile(folder, TEXT_FILE, asked) },
  { what: "file with json", create: (folder, asked) => new TorturedFile(folder, JSON_FILE, asked) },
  { what: "max-age", create: (folder, asked) => new TorturedHeartbeat(folder, asked) },
  { what: "status", create: speaking(STATUS) },
  { what: "if-missing", create: speaking(IF_MISSING) },
  { what: "if-missing in json", create: speaking(IF_MISSING_IN_JSON) },
  { what: "json", options: "&group=g", create: speaking(JSON_ANSWER) },
  { what: "json compared", create: speaking(JSON_COMPARED) },
  { what: "metric", options: "&group=g", create: speaking(METRIC) },
  { what: "metric with each", create: speaking(METRIC_OF_EACH) },
  { what: "progress", create: (_, asked) => new TorturedProgress(false, asked) },
  { what: "progress with each", create: (_, asked) => new TorturedProgress(true, asked) },
  { what: "every", options: "&every=1s", everyMs: EVERY_MS, create: speaking(HTTP) },
  { what: "optional", options: "&optional", create: speaking(HTTP) },
];

/** The names are long at first, so that the log of a few hundred rounds fills a pipe. */
const named = ENTRIES.map((entry, index) => ({
  ...entry,
  name: index < 5 ? `e${index}-${"x".repeat(400)}` : `e${index}`,
}));

function namesWith(option: string): string[] {
  return named.filter(({ options = "" }) => options.includes(option)).map(({ name }) => name);
}

/** The endpoints' names. */
export const NAMES: readonly string[] = named.map(({ name }) => name);
/** The names by group. */
export const GROUPS: Readonly<Record<"g" | "long", readonly string[]>> = {
  g: namesWith("&group=g"),
  long: namesWith("&group=long"),
};

/** Creates the endpoints, whose files are in a folder. They end with the stack. */
export async function createEndpoints(
  folder: string,
  stack: AsyncDisposableStack,
): Promise<TorturedEndpoint[]> {
  await Deno.writeTextFile(`${folder}/ca`, fixture("certificates/authority.pem"));
  const endpoints: TorturedEndpoint[] = [];
  for (const { create, ...asked } of named) {
    endpoints.push(stack.use(await create(folder, { options: "", everyMs: 0, ...asked })));
  }
  return endpoints;
}
