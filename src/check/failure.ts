/** @module The codes that say why a check failed. They are a public contract. */

/** The codes. Each failure has one beside its sentence. */
export const FAILURES = [
  "timeout",
  "refused",
  "reset",
  "dns",
  "unreachable",
  "tls",
  "certificate",
  "protocol",
  "status",
  "body",
  "grpc",
  "stalled",
  "file",
  "descriptors",
  "other",
] as const;

/**
 * Why a check failed, in one word. `reset` is a connection that ended too early, `protocol` an answer that
 * is not of the protocol, `body` a body that is not as asked, `grpc` a status of gRPC or of its health
 * service, `descriptors` a sidecar that is out of them.
 */
export type Failure = (typeof FAILURES)[number];
