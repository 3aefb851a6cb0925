import { assert, assertEquals } from "@std/assert";
import { head, listen } from "../../servers/misbehaving.ts";
import { inFolder } from "../../support/folder.ts";
import { failure, outcomeOf } from "../../support/outcome.ts";

/** Checks an endpoint with this fragment, and returns the lines of each request that it sends. */
async function requestsOf(...fragments: readonly string[]): Promise<string[][]> {
  const requests: string[][] = [];
  await using server = listen(async (conn) => {
    const buffer = new Uint8Array(4096);
    let text = "";
    const decoder = new TextDecoder();
    do text += decoder.decode(buffer.subarray(0, await conn.read(buffer) ?? 0), {
      stream: true,
    }); while (!isWhole(text));
    requests.push(text.split("\r\n"));
    await conn.write(new TextEncoder().encode(head("HTTP/1.1 200 OK")));
  });
  for (const fragment of fragments) {
    assertEquals(
      await outcomeOf(`http://127.0.0.1:${server.port}/x#${fragment}`),
      { ok: true, status: 200, found: "status 200" },
      fragment,
    );
  }
  return requests;
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0);
  return end >= 0 && new TextEncoder().encode(text.slice(end + 4)).length >= length;
}

/** The lines that only some requests have. */
function own(lines: readonly string[] | undefined): string[] {
  const common = /^(?:Host|User-Agent|Accept|Connection): /;
  return (lines ?? []).filter((line) => !common.test(line));
}

Deno.test("createHttpProbe() sends a POST of JSON when the endpoint has a body", async () => {
  const [posted] = await requestsOf('body={"model":"m\u00e4","max_tokens":1}');
  assertEquals(own(posted), [
    "POST /x HTTP/1.1",
    "Content-Type: application/json",
    "Content-Length: 30",
    "",
    '{"model":"m\u00e4","max_tokens":1}',
  ]);
});

Deno.test("createHttpProbe() sends the endpoint's own method and type when it has a body", async () => {
  const [put, empty] = await requestsOf(
    "method=PUT&body=a+b%26c&header=content-type:text/plain",
    "method=POST",
  );
  assertEquals(own(put), [
    "PUT /x HTTP/1.1",
    "Content-Length: 5",
    "content-type: text/plain",
    "",
    "a b&c",
  ]);
  assertEquals(own(empty), ["POST /x HTTP/1.1", "Content-Length: 0", "", ""]);
});

Deno.test("createHttpProbe() reads body and headers anew when they stand in files", async () => {
  await inFolder(async (folder) => {
    const [body, token] = [`${folder}/body.json`, `${folder}/token`];
    const sent: string[][] = [];
    await using server = listen(async (conn) => {
      const buffer = new Uint8Array(4096);
      const text = new TextDecoder().decode(buffer.subarray(0, await conn.read(buffer) ?? 0));
      sent.push(own(text.split("\r\n")));
      await conn.write(new TextEncoder().encode(head("HTTP/1.1 200 OK")));
    });
    const endpoint = `http://127.0.0.1:${server.port}/#body-file=${body}&` +
      `header-file=Authorization:${token}`;
    for (const [text, value] of [["[1]", "Bearer a\n"], ["[]", "\tBearer b "]] as const) {
      await Deno.writeTextFile(body, text);
      await Deno.writeTextFile(token, value);
      await outcomeOf(endpoint);
    }
    const lines = (length: number, value: string, text: string): string[] => [
      "POST / HTTP/1.1",
      "Content-Type: application/json",
      `Content-Length: ${length}`,
      `Authorization: ${value}`,
      "",
      text,
    ];
    assertEquals(sent, [lines(3, "Bearer a", "[1]"), lines(2, "Bearer b", "[]")]);
  });
});

function makeFifo(path: string): void {
  const { success } = new Deno.Command("mkfifo", { args: [path] }).outputSync();
  assert(success);
}

for (
  const [when, write, reason] of [
    ["is missing", (): void => {}, ": no such file"],
    ["is a FIFO", makeFifo, ": not a regular file"],
    [
      "is a link to a device",
      (path: string): void => Deno.symlinkSync("/dev/zero", path),
      ": not a regular file",
    ],
    ["is a folder", (path: string): void => Deno.mkdirSync(path), ": not a regular file"],
    [
      "is over 1 MiB",
      (path: string): void => Deno.writeFileSync(path, new Uint8Array(1024 * 1024 + 1)),
      ": it is over 1 MiB",
    ],
  ] as const
) {
  Deno.test(`createHttpProbe() fails and sends nothing when a file ${when}`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/secret`;
      write(path);
      await using server = listen(() => Promise.resolve());
      for (const option of [`body-file=${path}`, `header-file=X:${path}`]) {
        const outcome = await outcomeOf(`http://127.0.0.1:${server.port}/#${option}`);
        assertEquals(outcome, failure("file", `cannot read ${path}${reason}`), option);
      }
      assertEquals(server.taken(), 0);
    });
  });
}

for (
  const [content, reason] of [
    ["secret\nX-Evil: 1\n", "is not one line of text"],
    ["secret\0", "is not one line of text"],
    ["", "is empty"],
    ["\r\n", "is empty"],
    [" \t \n", "is empty"],
    ["\xef\xbb\xbf\n", "is empty"],
    ["secret\xff", "is not UTF-8"],
    ["secret\xc3\n", "is not UTF-8"],
    // As Windows saves it, in UTF-16.
    ["\xff\xfes\0e\0", "is not UTF-8"],
  ] as const
) {
  Deno.test(`createHttpProbe() sends nothing, and shows nothing of a file, when that holds ${JSON.stringify(content)}`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/token`;
      await Deno.writeFile(path, Uint8Array.from(content, (byte) => byte.charCodeAt(0)));
      await using server = listen(() => Promise.resolve());
      for (const scheme of ["http", "grpc"]) {
        const endpoint = `${scheme}://127.0.0.1:${server.port}/#header-file=X:${path}`;
        const outcome = await outcomeOf(endpoint);
        assertEquals(outcome, failure("file", `cannot use ${path}: it ${reason}`));
      }
      assertEquals(server.taken(), 0);
    });
  });
}
