/** @module The numbers and the layouts of https://github.com/libfuse/libfuse, `fuse_kernel.h`, little-endian. */

/** What the kernel asks for. */
export const OPCODES = {
  lookup: 1,
  forget: 2,
  getattr: 3,
  setattr: 4,
  mkdir: 9,
  unlink: 10,
  rmdir: 11,
  rename: 12,
  open: 14,
  read: 15,
  write: 16,
  statfs: 17,
  release: 18,
  fsync: 20,
  flush: 25,
  init: 26,
  opendir: 27,
  readdir: 28,
  releasedir: 29,
  create: 35,
  interrupt: 36,
  destroy: 38,
  batchForget: 42,
} as const;

/** The numbers of Linux for what fails. */
export const ERRORS = { noEntry: 2, full: 28, unknown: 38, notEmpty: 39 } as const;

/** The part of a request before its arguments, in bytes. */
export const REQUEST_HEAD = 40;
/** The most that one write may bring. */
export const MAX_WRITE = 65_536;

/** A whole number, and how many bytes it takes. */
export type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Encodes whole numbers, one after the other. */
export function encode(fields: readonly Field[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** Encodes an answer. */
export function answer(unique: bigint, error: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setInt32(4, -error, true);
  view.setBigUint64(8, unique, true);
  bytes.set(body, 16);
  return bytes;
}

/** Encodes what the kernel knows of a file or folder. */
export function attributes(id: number, mode: number, size: number): readonly Field[] {
  const times: Field[] = [[8, 0], [8, 0], [8, 0], [4, 0], [4, 0], [4, 0]];
  const [links, blockSize] = [1, 4096];
  return [
    ...[[8, id], [8, size], [8, Math.ceil(size / 512)]] as const,
    ...times,
    ...[[4, mode], [4, links], [4, 0], [4, 0], [4, 0], [4, blockSize], [4, 0]] as const,
  ];
}

/** Encodes an entry of a folder. */
export function entry(id: number, offset: number, name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  const bytes = new Uint8Array(Math.ceil((24 + text.length) / 8) * 8);
  bytes.set(encode([[8, id], [8, offset], [4, text.length], [4, 0]]));
  bytes.set(text, 24);
  return bytes;
}
