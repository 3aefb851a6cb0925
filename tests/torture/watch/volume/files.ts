/** @module Files and folders in memory. */
import { ERRORS } from "./protocol.ts";

/** A file. */
export interface File {
  readonly id: number;
  bytes: Uint8Array;
}

/** A folder. */
export interface Folder {
  readonly id: number;
  readonly entries: Map<string, Node>;
}

/** What a name leads to. */
export type Node = File | Folder;

/** A request cannot be carried out. */
export class FilesError extends Error {
  /** The number of Linux for it. */
  readonly number: number;

  constructor(number: number) {
    super(`error ${number}`);
    this.number = number;
  }
}

/** The id of the folder that has no name. */
export const ROOT = 1;

/** Files and folders, which together have a maximum size. */
export class Files {
  readonly #capacity: number;
  /** By id. What was removed stays: a process may still have it open. */
  readonly #nodes = new Map<number, Node>([[ROOT, { id: ROOT, entries: new Map() }]]);

  /** @param capacity In bytes. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The bytes that are free. */
  get free(): number {
    return this.#capacity - sizeOf(this.folder(ROOT));
  }

  /** @throws {FilesError} */
  node(id: number): Node {
    return this.#nodes.get(id) ?? fail(ERRORS.noEntry);
  }

  /** @throws {FilesError} */
  file(id: number): File {
    const node = this.node(id);
    return "bytes" in node ? node : fail(ERRORS.noEntry);
  }

  /** @throws {FilesError} */
  folder(id: number): Folder {
    const node = this.node(id);
    return "entries" in node ? node : fail(ERRORS.noEntry);
  }

  /** @throws {FilesError} */
  find(folder: number, name: string): Node {
    return this.folder(folder).entries.get(name) ?? fail(ERRORS.noEntry);
  }

  /** @throws {FilesError} */
  create(folder: number, name: string, kind: "file" | "folder"): Node {
    const id = this.#nodes.size + 1;
    const node = kind === "file" ? { id, bytes: new Uint8Array() } : { id, entries: new Map() };
    this.folder(folder).entries.set(name, node);
    this.#nodes.set(id, node);
    return node;
  }

  /** @throws {FilesError} */
  remove(folder: number, name: string): void {
    const node = this.find(folder, name);
    if ("entries" in node && node.entries.size > 0) fail(ERRORS.notEmpty);
    this.folder(folder).entries.delete(name);
  }

  /** @throws {FilesError} */
  rename(from: readonly [folder: number, name: string], to: typeof from): void {
    const node = this.find(...from);
    this.folder(from[0]).entries.delete(from[1]);
    this.folder(to[0]).entries.set(to[1], node);
  }

  /** @throws {FilesError} */
  write(id: number, offset: number, bytes: Uint8Array): void {
    const file = this.file(id);
    const end = offset + bytes.length;
    if (end > file.bytes.length) this.resize(id, end);
    file.bytes.set(bytes, offset);
  }

  /** @throws {FilesError} */
  resize(id: number, size: number): void {
    const file = this.file(id);
    if (size - file.bytes.length > this.free) fail(ERRORS.full);
    const bytes = new Uint8Array(size);
    bytes.set(file.bytes.subarray(0, size));
    file.bytes = bytes;
  }
}

function sizeOf(node: Node): number {
  if ("bytes" in node) return node.bytes.length;
  return [...node.entries.values()].reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function fail(number: number): never {
  throw new FilesError(number);
}
