/** @module Labels of Alertmanager that a user gives. */

/** What a label must be, for messages. */
export const ALERT_LABEL =
  "NAME=VALUE, a name of letters, digits and underscores, given once, that healthcheck does not set itself";

/** The labels that `watch` sets, by which Alertmanager tells outages apart. */
const OWN: readonly string[] = ["alertname", "endpoint", "instance", "namespace", "pod", "reason"];

/**
 * Adds a label to those before it.
 *
 * @param text `NAME=VALUE`. A name is one of Prometheus
 * (https://prometheus.io/docs/concepts/data_model/).
 * @returns All labels; `undefined` if the text is wrong or the name is there already.
 */
export function addAlertLabel(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const [, name = "", value = ""] = /^([a-zA-Z_]\w*)=(.+)$/.exec(text) ?? [];
  const isWrong = name === "" || name.startsWith("__") || OWN.includes(name) ||
    Object.hasOwn(before, name) || /[\p{Cc}\p{Cs}]/u.test(value);
  return isWrong ? undefined : { ...before, [name]: value };
}
