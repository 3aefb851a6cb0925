/** @module How `watch` is started. */
import type { Seconds } from "../../../src/process/time/duration.ts";
import { SECRETS } from "./leaks/secrets.ts";

/** What {@linkcode commandOf} refers to. */
export interface CommandOptions {
  /** The failed rounds that are an outage. */
  readonly after: number;
  readonly startup: Seconds;
  /** The path of the history. */
  readonly history: string;
  readonly slackPort: number;
  readonly alertmanagerPort: number;
  readonly proxyPort: number;
  /** The ENDPOINT arguments. */
  readonly endpoints: readonly string[];
}

/** Returns the arguments and the variables of `watch`. */
export function commandOf(
  { after, startup, history, slackPort, alertmanagerPort, proxyPort, endpoints }: CommandOptions,
): { args: string[]; env: Record<string, string> } {
  const alertmanager = `http://user:${SECRETS.alertmanager}@127.0.0.1:${alertmanagerPort}`;
  return {
    args: [
      ...["watch", "--host", "127.0.0.1", "--every", "1s", "--after", String(after)],
      ...["--startup", `${startup}s`, "--history", history, "--label", "torture"],
      ...["--log-level", "debug", "--alertmanager", alertmanager],
      ...["--alertmanager", `https://user:${SECRETS.unreached}@alertmanager.example`],
      ...["0", "1", ...endpoints],
    ],
    env: {
      SLACK_WEBHOOK_URL: `http://127.0.0.1:${slackPort}/${SECRETS.slack}`,
      HTTPS_PROXY: `http://user:${SECRETS.proxy}@127.0.0.1:${proxyPort}`,
    },
  };
}
