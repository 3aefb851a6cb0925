/** @module Clients of a model server that speaks OpenAI's API. */

/**
 * Starts clients that send one request after another, until they are aborted or the server is gone.
 *
 * @param body The request for a completion, as JSON.
 */
export function startClients(count: number, port: number, body: string, signal: AbortSignal): void {
  for (let client = 0; client < count; client++) complete(port, body, signal);
}

async function complete(port: number, body: string, signal: AbortSignal): Promise<void> {
  const url = `http://127.0.0.1:${port}/v1/completions`;
  const headers = { "Content-Type": "application/json" };
  try {
    while (!signal.aborted) {
      const response = await fetch(url, { method: "POST", body, headers, signal });
      await response.text();
    }
  } catch {
    // The load is over.
  }
}
