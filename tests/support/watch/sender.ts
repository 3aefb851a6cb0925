/** @module Where notices come from. */
import type { AlertSource } from "../../../src/watch/notify/alert.ts";
import type { Sender } from "../../../src/watch/notify/receiver.ts";

/** A sender without links. */
export const SENDER: Sender = {
  label: "prod/llm",
  pod: "llm-0",
  namespace: "prod",
  links: { link: null, runbook: null },
};

/** The same as a source of alerts without labels of the user. */
export const SOURCE: AlertSource = { ...SENDER, labels: {}, endpointLabels: new Map() };

/** A sender in no namespace. */
export const HERE: Sender = { ...SENDER, label: "here", pod: "pod-1", namespace: undefined };
