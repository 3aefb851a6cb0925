/** The longest word that Slack answers with has 32 letters: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const MAX_WORD = 64;

/**
 * Reads the word with which Slack refuses a message, such as `no_service`. It takes nothing else: whoever
 * stands in between may repeat the URL, which is a secret.
 *
 * @returns The word, or `undefined` if the body is no such word or breaks off.
 */
export async function readWord(
  body: AsyncIterable<Uint8Array> | null,
): Promise<string | undefined> {
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += String.fromCharCode(...chunk.subarray(0, MAX_WORD + 1));
      if (text.length > MAX_WORD) return undefined;
    }
  } catch {
    return undefined;
  }
  return /^[a-z]+(?:_[a-z]+)+$/.exec(text.trim())?.[0];
}
