/** @module The command `install`. */
import type { Milliseconds } from "../../process/time/duration.ts";
import { keepOnly } from "../../process/permissions.ts";
import { print } from "../../process/output/print.ts";
import { onSignals, STOPPING } from "../../process/signals.ts";
import type { InstallSettings } from "./arguments.ts";

/** What the copy is called, whatever this binary is called. */
const NAME = "healthcheck";
/** What a copy is called before it is complete. */
const LEFTOVER = new RegExp(`^\\.${NAME}-[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}$`);
/** How long after its last change a copy that is not complete is one that a killed process left. */
const LEFTOVER_MS: Milliseconds = 300_000;

/**
 * Copies this binary into a directory, so that an init container can hand it to an image that cannot be
 * rebuilt. The exit status is 1 if that failed, and then the directory is as it was.
 */
export async function run({ folder }: InstallSettings): Promise<number> {
  const stop = new AbortController();
  // PID 1 would ignore them, and be killed later with half a copy in the directory.
  onSignals(STOPPING, (signal) => stop.abort(new Error(`stopped by ${signal}`)));
  await keepOnly("read", "write");
  try {
    if (!Deno.build.standalone) throw new Error("this is not a compiled binary: deno task compile");
    const path = `${folder.replace(/\/+$/, "")}/${NAME}`;
    const size = await copyAtomically(Deno.execPath(), path, stop.signal);
    print(Deno.stdout, `installed ${path} (${(size / 1e6).toFixed(1)} MB)`);
    return 0;
  } catch (error) {
    print(Deno.stderr, `healthcheck: cannot install into ${folder}: ${messageOf(error)}`);
    return 1;
  }
}

/**
 * Copies a file with its mode. A process that opens the copy at any time, even after a crash of the node,
 * finds the old file or the whole new one.
 *
 * @param path Where the copy goes; it replaces a file that is there.
 * @param signal Ends it between two steps.
 * @returns The bytes of the file.
 * @throws {Error} if it failed, and then it has left nothing behind.
 */
export async function copyAtomically(
  source: string,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  // The errors of a file system do not say these two so plainly.
  if (!(await Deno.stat(folder)).isDirectory) throw new Error("it is not a directory");
  const old = await Deno.lstat(path).catch(() => undefined);
  if (old?.isDirectory) throw new Error(`${path} is a directory`);
  // A directory that can be written may not be readable. What is left there only takes room.
  await removeLeftovers(folder).catch(() => {});
  const temporary = `${folder}.${NAME}-${crypto.randomUUID()}`;
  try {
    await Deno.copyFile(source, temporary);
    signal.throwIfAborted();
    await flush(temporary);
    signal.throwIfAborted();
    await Deno.rename(temporary, path);
  } catch (error) {
    // A copy that was not created, or cannot be removed, must not hide the first error.
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  // The copy is in place, also in a directory that can be written but not read, and so not flushed.
  await flush(folder).catch(() => {});
  return (await Deno.stat(path)).size;
}

/** Removes the copies that killed processes left. One that another process is writing has changed lately. */
async function removeLeftovers(folder: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || !LEFTOVER.test(name)) continue;
    const path = `${folder}${name}`;
    // One that another process removes first, or that cannot be removed, must not keep the others there.
    const mtime = (await Deno.lstat(path).catch(() => undefined))?.mtime;
    if (Date.now() - (mtime?.getTime() ?? Infinity) <= LEFTOVER_MS) continue;
    await Deno.remove(path).catch(() => {});
  }
}

/** Waits until a file, or the names in a directory, are on the disk. */
async function flush(path: string): Promise<void> {
  using file = await Deno.open(path);
  await file.sync();
}

/** Deno's message names the call and both paths after the system's own words. */
function messageOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck must be compiled with --allow-read for itself and the directory, and with --allow-write for the directory";
  }
  const message = error instanceof Error ? error.message : String(error);
  const [, words] = /^(.+?) \(os error \d+\)/.exec(message) ?? [];
  return words === undefined ? message : words.charAt(0).toLowerCase() + words.slice(1);
}
