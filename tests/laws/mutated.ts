/** @module Real input of which something was changed. */
import fc from "fast-check";

/** Bytes of which some were changed, and of which a quarter is cut short. */
export function mutatedBytes(real: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(real.length - 1), fc.nat(255));
  return fc.tuple(fc.array(change, { maxLength: 5 }), fc.nat(real.length)).map(
    ([changes, end]) => {
      const copy = real.slice();
      for (const [at, byte] of changes) copy[at] = byte;
      return end % 4 === 0 ? copy.subarray(0, end) : copy;
    },
  );
}

/** A text of which some characters were left out, replaced or written twice. */
export function mutatedText(
  real: string,
  characters: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(Math.max(0, real.length - 1)), fc.nat(1), characters);
  return fc.array(change, { maxLength: 3 }).map((changes) =>
    changes.reduce(
      (text, [at, removed, added]) => text.slice(0, at) + added + text.slice(at + removed),
      real,
    )
  );
}
