/** @module Requests whose Host is hostile. */
import { pick } from "../../support/random.ts";
import { isPossible, REQUESTS, short } from "../judge.ts";
import { NAMES } from "../endpoints/all.ts";
import type { Subject } from "../subject.ts";

const VALID = ["x", "X.example:8081", "10.1.2.3", "[::1]:8081"];
/** Hosts that would choose another route, or none, if they were taken for a part of the URL. */
const HOSTILE = [
  "x/self?",
  "x/self#",
  "self/",
  "x/metrics?",
  `x/all?${NAMES.slice(1).map((name) => `exclude=${name}`).join("&")}&`,
  "x/all?exclude=down&",
  "x\r\nHost: x/self?",
  "x/self?\r\nHost: x",
  "x\r\nHost: y",
  "a/b",
  "[",
  "",
];
const PIECES = ["x", "/self", "?", "#", "/", "\\", "[", "]", "@", ":", "%", "80", " ", "&", "\xe4"];

/**
 * Sends a request for a round with a Host from the generator. A Host that is none must get 400, or the
 * answer that its target alone would get; a valid one must get that answer.
 */
export async function sendHost(subject: Subject, next: () => number): Promise<void> {
  const pieces = Array.from({ length: 1 + Math.floor(next() * 5) }, () => pick(PIECES, next)).join(
    "",
  );
  const host = pick([pick(VALID, next), pick(HOSTILE, next), pick(HOSTILE, next), pieces], next);
  const request = pick(REQUESTS, next);
  const origin = next() < 0.2 ? "http://x" : "";
  const answer = await subject.client.raw(`GET ${origin}${request.path} HTTP/1.1\r\nHost: ${host}`);
  if (answer.status === 400 && !VALID.includes(host)) return;
  if (isPossible(answer, request, subject.endpoints)) return;
  const asked = `${origin}${short(request.path)} with Host ${JSON.stringify(short(host))}`;
  subject.wrong.push(`${asked}: ${answer.status}`);
}
