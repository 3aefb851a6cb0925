/** @module What the kernel is answered. */
import { type Files, FilesError, type Node } from "./files.ts";
import {
  answer,
  attributes,
  encode,
  entry,
  ERRORS,
  type Field,
  MAX_WRITE,
  OPCODES,
  REQUEST_HEAD,
} from "./protocol.ts";

const [FOLDER, FILE] = [0o040_777, 0o100_666];
const NOTHING = new Uint8Array();
const OPENED: readonly Field[] = [[8, 0], [4, 0], [4, 0]];
/** The newest version of the protocol of which all layouts here are. */
const VERSION: readonly Field[] = [[4, 7], [4, 31]];
/** `FATTR_SIZE`: the size is set. */
const SETS_SIZE = 8;
const BLOCK = 4096;

/** The arguments of a request. */
interface Request {
  readonly node: number;
  readonly view: DataView<ArrayBuffer>;
}

type Carry = (files: Files, request: Request) => Uint8Array;

const CARRIED: Readonly<Record<number, Carry>> = {
  [OPCODES.init]: () =>
    encode([
      ...VERSION,
      ...[[4, 0], [4, 0], [2, 16], [2, 12], [4, MAX_WRITE], [4, 1]] as const,
      ...Array.from({ length: 9 }, (): Field => [4, 0]),
    ]),
  [OPCODES.lookup]: (files, { node, view }) => entryOf(files.find(node, text(view, 0))),
  [OPCODES.getattr]: (files, { node }) => attributesOf(files.node(node)),
  [OPCODES.setattr]: (files, { node, view }) => {
    if ((view.getUint32(0, true) & SETS_SIZE) !== 0) files.resize(node, long(view, 16));
    return attributesOf(files.node(node));
  },
  [OPCODES.mkdir]: (files, { node, view }) => entryOf(files.create(node, text(view, 8), "folder")),
  [OPCODES.create]: (files, { node, view }) =>
    join([entryOf(files.create(node, text(view, 16), "file")), encode(OPENED)]),
  [OPCODES.unlink]: (files, { node, view }) => {
    files.remove(node, text(view, 0));
    return NOTHING;
  },
  [OPCODES.rmdir]: (files, { node, view }) => {
    files.remove(node, text(view, 0));
    return NOTHING;
  },
  [OPCODES.rename]: (files, { node, view }) => {
    const name = text(view, 8);
    const to = text(view, 8 + new TextEncoder().encode(name).length + 1);
    files.rename([node, name], [long(view, 0), to]);
    return NOTHING;
  },
  [OPCODES.open]: () => encode(OPENED),
  [OPCODES.opendir]: () => encode(OPENED),
  [OPCODES.read]: (files, { node, view }) => {
    const offset = long(view, 8);
    return files.file(node).bytes.subarray(offset, offset + view.getUint32(16, true));
  },
  [OPCODES.write]: (files, { node, view }) => {
    const size = view.getUint32(16, true);
    files.write(node, long(view, 8), new Uint8Array(view.buffer, view.byteOffset + 40, size));
    return encode([[4, size], [4, 0]]);
  },
  [OPCODES.readdir]: (files, { node, view }) => {
    const [first, max] = [long(view, 8), view.getUint32(16, true)];
    const entries = [...files.folder(node).entries].map(([name, { id }], index) =>
      entry(id, index + 1, name)
    ).slice(first);
    const fits = entries.findIndex((_, index) => join(entries.slice(0, index + 1)).length > max);
    return join(fits < 0 ? entries : entries.slice(0, fits));
  },
  [OPCODES.statfs]: (files) => {
    const blocks = Math.max(0, Math.floor(files.free / BLOCK));
    return encode([
      ...[[8, 256], [8, blocks], [8, blocks], [8, 1000], [8, 1000]] as const,
      ...[[4, BLOCK], [4, 255], [4, BLOCK]] as const,
      ...Array.from({ length: 7 }, (): Field => [4, 0]),
    ]);
  },
  ...Object.fromEntries(
    [OPCODES.release, OPCODES.releasedir, OPCODES.flush, OPCODES.fsync].map((
      opcode,
    ) => [opcode, () => NOTHING]),
  ),
};
const UNANSWERED: readonly number[] = [
  OPCODES.forget,
  OPCODES.batchForget,
  OPCODES.interrupt,
  OPCODES.destroy,
];

/** Carries out a request. Returns the answer; `undefined` if there is none. */
export function serve(files: Files, request: Uint8Array<ArrayBuffer>): Uint8Array | undefined {
  const head = new DataView(request.buffer, request.byteOffset, request.length);
  const [opcode, unique] = [head.getUint32(4, true), head.getBigUint64(8, true)];
  if (UNANSWERED.includes(opcode)) return undefined;
  const view = new DataView(request.buffer, request.byteOffset + REQUEST_HEAD);
  try {
    const carry = CARRIED[opcode];
    if (carry === undefined) return answer(unique, ERRORS.unknown, NOTHING);
    return answer(unique, 0, carry(files, { node: long(head, 16), view }));
  } catch (error) {
    if (error instanceof FilesError) return answer(unique, error.number, NOTHING);
    throw error;
  }
}

function attributesOf(node: Node): Uint8Array {
  return encode([[8, 0], [4, 0], [4, 0], ...fieldsOf(node)]);
}

function entryOf(node: Node): Uint8Array {
  return encode([[8, node.id], [8, 0], [8, 0], [8, 0], [4, 0], [4, 0], ...fieldsOf(node)]);
}

function fieldsOf(node: Node): readonly Field[] {
  return "bytes" in node
    ? attributes(node.id, FILE, node.bytes.length)
    : attributes(node.id, FOLDER, 0);
}

function long(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** The text that ends with a zero byte. */
function text(view: DataView<ArrayBuffer>, at: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
