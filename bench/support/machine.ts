/** @module The machine and the runtime that every measurement depends on. */

/** A machine, without its name. */
export interface Machine {
  /** The model of its processors. */
  readonly processor: string;
  /** The number of processors. */
  readonly processors: number;
  readonly memoryGiB: number;
  /** The release of the kernel. */
  readonly kernel: string;
  /** The distribution and the architecture. */
  readonly os: string;
}

/** The versions of the runtime that runs the bench. */
export interface Runtime {
  readonly deno: string;
  readonly v8: string;
}

/** Returns this machine. Linux only. */
export async function machineHere(): Promise<Machine> {
  const [cpuinfo, meminfo, release] = await Promise.all(
    ["/proc/cpuinfo", "/proc/meminfo", "/etc/os-release"].map((file) => Deno.readTextFile(file)),
  );
  return {
    processor: /^model name\s*: (.+)$/m.exec(cpuinfo ?? "")?.[1] ?? "unknown",
    processors: navigator.hardwareConcurrency,
    memoryGiB: Math.round(Number(/^MemTotal:\s+(\d+) kB$/m.exec(meminfo ?? "")?.[1]) / 2 ** 20),
    kernel: `Linux ${Deno.osRelease()}`,
    os: `${/^PRETTY_NAME="(.*)"$/m.exec(release ?? "")?.[1] ?? "Linux"}, ${Deno.build.arch}`,
  };
}

/** Returns the versions of this runtime. */
export function runtimeHere(): Runtime {
  return { deno: Deno.version.deno, v8: Deno.version.v8 };
}

/** Formats both as a sentence without a period. */
export function machineText(machine: Machine, runtime: Runtime): string {
  const { processor, processors, memoryGiB, kernel, os } = machine;
  return `${processors} processors (${processor}), ${memoryGiB} GiB of memory, ${kernel}, ${os}; ` +
    `measured with Deno ${runtime.deno}, V8 ${runtime.v8}`;
}
