/**
 * Returns a hash of a text, an integer of 53 bits (cyrb53, https://github.com/bryc/code, public domain). It
 * tells texts apart that nobody made to be alike; `crypto.subtle` would have to be awaited.
 */
export function hashOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const mix = (a: number, b: number): number =>
    Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  [high, low] = [mix(high, low), mix(low, high)];
  return (low & 0x1fffff) * 2 ** 32 + (high >>> 0);
}
