/** @module The arguments of the commands that serve. */
import { ArgumentError } from "../../process/argument_error.ts";
import { DURATION, parseDuration, type Seconds } from "../../process/time/duration.ts";
import type { Operand, Option } from "./argument.ts";
import { inSeconds, separately, wrong } from "./values.ts";

/** The port to listen on. */
export const PORT: Operand<number> = {
  kind: "operand",
  name: "PORT",
  example: "8081",
  help: "the port to listen on, 0 for a free one",
  read: ([text]) => {
    if (text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    throw new ArgumentError(
      "use PORT",
      `it must be a whole number from 0 to 65535${separately(text)}`,
      text,
    );
  },
};

/** The address to listen on. */
export const HOST: Option<string | null> = {
  kind: "option",
  name: "host",
  value: "ADDRESS",
  help: "listen on this address alone",
  default: null,
  shownDefault: "both families",
  read: (text) => {
    const host = text.includes(":") ? `[${text}]` : text;
    const isAddress = /^[\d.]+$|^\[[\da-f:.]+\]$/i.test(host) && URL.canParse(`http://${host}/`);
    if (isAddress) return text;
    throw wrong("host", "an IP address", text);
  },
};

/** How long to go on serving after the first signal. */
export const SHUTDOWN_DELAY: Option<Seconds> = {
  kind: "option",
  name: "shutdown-delay",
  value: "DURATION",
  help: "after the first signal, go on serving this long and answer 503; 0 is off",
  default: 0,
  shownDefault: "0",
  read: (text) => {
    const duration = /^0(?:ms|[smhd])?$/.test(text) ? 0 : parseDuration(text);
    if (duration !== undefined) return duration;
    throw wrong("shutdown-delay", `0 or ${DURATION}`, text);
  },
  show: inSeconds,
};
