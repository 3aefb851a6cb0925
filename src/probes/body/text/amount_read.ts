/**
 * Returns how much of an answer was read, in words.
 *
 * @param length The bytes that were read.
 * @param max The most that is read, a multiple of 1 KiB.
 */
export function amountRead(length: number, max: number): string {
  const mebibytes = max / (1024 * 1024);
  if (length >= max) {
    return `the first ${mebibytes >= 1 ? `${mebibytes} MiB` : `${max / 1024} KiB`}`;
  }
  if (length < 1024) return `${length} ${length === 1 ? "byte" : "bytes"}`;
  // Rounded down: less than the most must not look like it.
  return `${Math.floor(length / 1024 * 10) / 10} KiB`;
}
