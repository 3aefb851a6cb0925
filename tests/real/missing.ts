/** What a case needs is not on this machine, so the case is skipped. */
export class Missing extends Error {
  override name = "Missing";
}
