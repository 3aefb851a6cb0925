/** @module The links in notices. */
import type { Outage } from "../outage.ts";

/** The addresses that a notice leads to, with placeholders. */
export interface Links {
  /** Where the endpoint is looked at; `null` for nowhere. */
  readonly link: string | null;
  /** What to do about an outage; `null` for nowhere. */
  readonly runbook: string | null;
}

/** What stands for the placeholders, besides the endpoint. */
export interface Place {
  /** The name of the pod; `undefined` if it is not known. */
  readonly pod: string | undefined;
  /** The namespace of the pod; `undefined` if it is not known. */
  readonly namespace: string | undefined;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const NAMES: readonly string[] = ["endpoint", "pod", "namespace"];

/** Reports whether a text is an http or https URL whose placeholders are known. */
export function isLink(text: string): boolean {
  const placeholders = [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const filled = text.replaceAll(PLACEHOLDER, "x");
  const url = /[\s{}]/.test(filled) ? null : URL.parse(filled);
  return (url?.protocol === "http:" || url?.protocol === "https:") &&
    placeholders.every((name) => NAMES.includes(name));
}

/**
 * Fills the placeholders of a link, percent-encoded. What is not known is empty.
 *
 * @example
 * linkTo("https://grafana.example/d/pods?var-pod={pod}", outage, { pod: "llm-0", namespace: "prod" });
 */
export function linkTo(link: string, { endpoint }: Outage, { pod, namespace }: Place): string {
  const values: Record<string, string | undefined> = { endpoint, pod, namespace };
  return link.replaceAll(PLACEHOLDER, (_, name) => encodeURIComponent(values[name] ?? ""));
}
