/** @module The secrets that must not leave the process. */

/** By its owner, a string that is a secret. */
export const SECRETS = {
  slack: "marker-of-slack",
  alertmanager: "marker-of-alertmanager",
  proxy: "marker-of-proxy",
  url: "marker-of-url",
  header: "marker-of-header",
};

/** Returns the owners whose secret a text holds, plain or in what HTTP calls basic credentials. */
export function secretsIn(text: string): string[] {
  return Object.entries(SECRETS).filter(([, secret]) =>
    text.includes(secret) || text.includes(btoa(`user:${secret}`))
  ).map(([owner]) => owner);
}
