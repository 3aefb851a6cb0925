import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { runRound } from "../../../src/check/check.ts";
import type { Failure } from "../../../src/check/failure.ts";
import type { Outcome } from "../../../src/check/report.ts";
import { loadProbes } from "../../../src/probes/kinds.ts";
import { parseEndpoints } from "../../../src/endpoint/parse.ts";
import { createBlockingLimit } from "../../../src/net/blocking_limit.ts";
import { FileReads } from "../../../src/net/files/reads.ts";
import { SocketLimit } from "../../../src/net/sockets/limit.ts";
import { judgeAge } from "../../../src/probes/file/age.ts";
import { inFolder } from "../../support/folder.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";
import { Program } from "../../support/program.ts";

const MIB = 1024 * 1024;

function ok(found: string): Outcome {
  return { ok: true, status: null, found };
}

function makeFifo(path: string): void {
  assert(new Deno.Command("mkfifo", { args: [path] }).outputSync().success);
}

function writeAged(path: string, ageSeconds: number): void {
  Deno.writeTextFileSync(path, "SECRET");
  const time = new Date(Date.now() - ageSeconds * 1000);
  Deno.utimeSync(path, time, time);
}

for (
  const [age, maxAge, outcome] of [
    [0, 120, ok("modified 0 s ago")],
    [12.7, 120, ok("modified 12 s ago")],
    [120, 120, ok("modified 120 s ago")],
    [120.1, 120, failure("stalled", "not modified for 120 s")],
    [190.9, 120, failure("stalled", "not modified for 190 s")],
    [0.74, 0.5, failure("stalled", "not modified for 0.7 s")],
    [-5, 1, ok("modified 0 s ago")],
    [-5.1, 3600, failure("file", "modified 5.1 s in the future")],
    [-300, 3600, failure("file", "modified 300 s in the future")],
  ] as const
) {
  Deno.test(`judgeAge() judges a file of ${age} s when it may be ${maxAge} s old`, () => {
    assertEquals(judgeAge(age, maxAge), outcome);
  });
}

for (
  const [when, write, options, outcome] of [
    ["is empty", (path) => Deno.writeTextFileSync(path, ""), "", ok("exists")],
    ["is old and may be", (path) => writeAged(path, 1e6), "", ok("exists")],
    ["is fresh", (path) => writeAged(path, 12.5), "#max-age=2m", ok("modified N s ago")],
    [
      "is stale",
      (path) => writeAged(path, 190.5),
      "#max-age=120",
      failure("stalled", "not modified for N s"),
    ],
    [
      "is stale and holds something else",
      (path) => writeAged(path, 190.5),
      "#contains=x&max-age=120",
      failure("stalled", "not modified for N s"),
    ],
    [
      "is of the future",
      (path) => writeAged(path, -300.5),
      "#max-age=120",
      failure("file", "modified N s in the future"),
    ],
    [
      "is a link to a link",
      (path) => {
        // As a projected volume has it.
        Deno.mkdirSync(`${path}-1`);
        writeAged(`${path}-1/x`, 12.5);
        Deno.symlinkSync(`${path}-1`, `${path}-data`);
        Deno.symlinkSync(`${path}-data/x`, path);
      },
      "#max-age=120&contains=SEC",
      ok("modified N s ago"),
    ],
    [
      "is a link into /proc",
      (path) => Deno.symlinkSync("/proc/self/status", path),
      "",
      failure("file", "not readable: Deno refuses /proc and /sys"),
    ],
    [
      "is a link into /sys through a folder",
      (path) => {
        Deno.symlinkSync("/sys/kernel", `${path}-kernel`);
        Deno.symlinkSync(`${path}-kernel/profiling`, path);
      },
      "#max-age=100000000",
      Deno.build.os === "linux"
        ? failure("file", "not readable: Deno refuses /proc and /sys")
        : failure("file", "no such file"),
    ],
    [
      "is a link into /proc and must hold a text",
      (path) => Deno.symlinkSync("/proc/self/status", path),
      "#contains=Name",
      failure("file", "not readable: Deno refuses /proc and /sys"),
    ],
    [
      "is a link to too long a name",
      (path) => Deno.symlinkSync("a".repeat(256), path),
      "",
      failure("file", "not readable: a name is over 255 bytes, or the path is over 4095"),
    ],
    [
      "holds the text",
      (path) => Deno.writeTextFileSync(path, `${"a".repeat(20_000)}ready`),
      "#contains=ready",
      ok("exists"),
    ],
    [
      "does not hold the text",
      (path) => writeAged(path, 0),
      "#contains=ready",
      failure("body", "text not found in 6 bytes"),
    ],
    [
      "is empty and must hold a text",
      (path) => Deno.writeTextFileSync(path, ""),
      "#contains=ready",
      failure("body", "text not found in an empty file"),
    ],
    [
      "is of over 1 MiB and does not hold the text in the first",
      (path) => Deno.writeTextFileSync(path, `${" ".repeat(MIB)}ready`),
      "#contains=ready",
      failure("body", "text not found in the first 1 MiB"),
    ],
    [
      "holds the JSON",
      (path) => Deno.writeTextFileSync(path, `{"queue":7}${" ".repeat(MIB - 11)}`),
      "#json=queue<100",
      ok("exists"),
    ],
    [
      "holds other JSON",
      (path) => Deno.writeTextFileSync(path, '{"queue":700}'),
      "#json=queue<100",
      failure("body", "queue: 1 value, not as asked"),
    ],
    [
      "holds no JSON",
      (path) => writeAged(path, 0),
      "#json=queue<100",
      failure("body", "file is not JSON"),
    ],
    [
      "is of over 1 MiB and must hold JSON",
      (path) => Deno.writeTextFileSync(path, `{"queue":7}${" ".repeat(MIB)}`),
      "#json=queue<100",
      failure("file", "too large: it is over 1 MiB"),
    ],
  ] as readonly (readonly [string, (path: string) => void, string, Outcome])[]
) {
  Deno.test(`file createProbe() gives the outcome when the file ${when}`, async () => {
    await inFolder(async (folder) => {
      write(`${folder}/a b`);
      const found = await outcomeOf(`file://${folder}/a%20b${options}`);
      assertEquals(JSON.parse(JSON.stringify(found).replace(/\d+ s\b/, "N s")), outcome);
    });
  });
}

for (
  const [when, write, reason] of [
    ["is missing", () => {}, "no such file"],
    ["is a folder", (path) => Deno.mkdirSync(path), "not a regular file"],
    ["is a device", (path) => Deno.symlinkSync("/dev/zero", path), "not a regular file"],
    ["is a dangling link", (path) => Deno.symlinkSync("none", path), "no such file"],
    [
      "is a link to itself",
      (path) => Deno.symlinkSync(path, path),
      "not readable: too many links",
    ],
    ["is a FIFO", makeFifo, "not a regular file"],
  ] as readonly (readonly [string, (path: string) => void, string])[]
) {
  Deno.test(`file createProbe() fails with the reason when the file ${when}`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/beat`;
      write(path);
      for (const options of ["", "#max-age=1", "#contains=x", "#max-age=1&json=a:b"]) {
        const startMs = performance.now();
        assertEquals(await outcomeOf(`file://${path}${options}`), failure("file", reason));
        assertLess(performance.now() - startMs, 2500);
      }
    });
  });
}

Deno.test("file createProbe() fails with the reason when a folder of the path is a file", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a`, "");
    assertEquals(await outcomeOf(`file://${folder}/a/b`), failure("file", "no such file"));
  });
});

Deno.test({
  name: "file createProbe() returns the reason when healthcheck may not read the file",
  permissions: { read: false },
  fn: async () => {
    const reason = "not readable: healthcheck was compiled without --allow-read for it";
    for (const options of ["", "#contains=x"]) {
      assertEquals(await outcomeOf(`file:///etc/hosts${options}`), failure("file", reason));
    }
  },
});

for (
  const [code, failed, reason] of [
    ["EACCES", "file", "not readable: permission denied"],
    ["EIO", "file", "not readable: EIO"],
    ["EMFILE", "descriptors", "timed out after 0.1 s: too many open files in the sidecar"],
  ] as readonly (readonly [string, Failure, string])[]
) {
  // Root may read every file, so the system is played.
  Deno.test(`file createProbe() fails with the reason when the system says ${code}`, async () => {
    const { stat } = Deno;
    Deno.stat = () => Promise.reject(Object.assign(new Error("SECRET"), { code }));
    try {
      for (const options of ["", "&contains=x"]) {
        const endpoint = `file:///beat#timeout=100ms${options}`;
        assertEquals(await outcomeOf(endpoint), failure(failed, reason));
      }
    } finally {
      Deno.stat = stat;
    }
  });
}

Deno.test("file createProbe() fails alone at its timeout when its volume hangs", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/beat`, "");
    const { stat } = Deno;
    const hangs: PromiseWithResolvers<void> = Promise.withResolvers();
    Deno.stat = async (path) => {
      if (String(path).startsWith("/hangs/")) await hangs.promise;
      return await stat(path);
    };
    try {
      const options = ["", "&max-age=1", "&contains=x"];
      const hanging = Array.from(
        { length: 20 },
        (_, i) => `file:///hangs/${i}#timeout=200ms${options[i % 3]}`,
      );
      const endpoints = await parseEndpoints([`file://${folder}/beat`, ...hanging], 5);
      const targets = await loadProbes(endpoints, {
        authorities: [],
        sockets: new SocketLimit(),
        lookUp: () => Promise.reject(new Error("no name")),
        files: new FileReads(createBlockingLimit()),
      });
      // In the second round, the reads of the first still hang.
      for (const _ of [1, 2]) {
        const [alive, ...others] = (await runRound(targets)).results;
        assertEquals(alive?.outcome, ok("exists"));
        for (const [i, { outcome }] of others.entries()) {
          const reason = `timed out after 0.2 s: waited to read /hangs/${i}`;
          assertEquals(outcome, failure("file", reason));
        }
      }
    } finally {
      hangs.resolve();
      Deno.stat = stat;
    }
  });
});

Deno.test("check exits 1 and tells why, and nothing of the file, when it is stale or wrong", async () => {
  await inFolder(async (folder) => {
    writeAged(`${folder}/beat`, 190.2);
    await using program = new Program([
      ...["check", "5", `file://${folder}/beat#max-age=10m&name=fresh`],
      ...[`file://${folder}/beat#max-age=2m&name=stale`, `file://${folder}/beat#json=a:b&name=j`],
    ], { denoFlags: [`--allow-read=${folder}`] });
    const { code, out, err } = await program.end();
    assertEquals(code, 1);
    const lines = out.join("\n");
    assertStringIncludes(lines, "All: Health check failed\n");
    assertMatch(lines, /FAILED +stale +not modified for 19\d s /);
    assertMatch(lines, /FAILED +j +file is not JSON /);
    assertMatch(lines, /ok +fresh +modified 19\d s ago /);
    assert(!/SECRET/.test(out.join() + err));
  });
});
