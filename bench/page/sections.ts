/** @module The parts of docs/performance.md that are made from bench/results/. */
import type { BenchResults, PeersResults } from "../support/results.ts";
import { budgetsText } from "./budgets.ts";
import { costsText } from "./costs.ts";
import { peersText } from "./peers.ts";

/** The page. */
export const PAGE: URL = new URL("../../docs/performance.md", import.meta.url);
/** The page that has only what a user pays. */
export const README: URL = new URL("../../README.md", import.meta.url);
const RESULTS = new URL("../results/", import.meta.url);

/** Reads the files of results, in the order of their names. */
export async function readResults(): Promise<(BenchResults | PeersResults)[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(RESULTS)) names.push(name);
  const texts = names.sort().map((name) => Deno.readTextFile(new URL(name, RESULTS)));
  return (await Promise.all(texts)).map((text) => JSON.parse(text));
}

/** Returns the page with the results between its markers. */
export function pageWith(page: string, results: readonly (BenchResults | PeersResults)[]): string {
  const bench = results.filter((run) => run.kind === "bench");
  const peers = results.filter((run) => run.kind === "peers");
  const withBudgets = between(page, "budgets", budgetsText(bench));
  return between(withBudgets, "peers", peers.map(peersText).join("\n\n"));
}

/** Returns a page with what a user pays between its markers. */
export function withCosts(page: string, results: readonly (BenchResults | PeersResults)[]): string {
  const bench = results.find((run) => run.kind === "bench" && run.subject.name === "binary");
  const peers = results.find((run) => run.kind === "peers");
  if (bench?.kind !== "bench" || peers?.kind !== "peers") {
    throw new Error("cannot write the page: bench/results must have a binary and a comparison");
  }
  return between(page, "costs", costsText(bench, peers));
}

function between(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`cannot write the page: it must have ${begin}`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}
