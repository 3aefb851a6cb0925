import type { Bench } from "../support/bench.ts";
import { textAt } from "../support/client.ts";

const CHECKS = 20;

/** The endpoints: each is a kind, a path of the stand-in, and options. */
function shapesWith(file: string): string[] {
  return [
    ...["http:/0", "http:/0#contains=ok", "http:/0#body={}", "http:/0#every=1h"],
    ...["http:/json#json=queue<100", "http:/page#metric=done>0"],
    ...["http:/page#progress=done&busy=running&stall=60"],
    ...[`http:/0#body-file=${file}`, `http:/0#header-file=X:${file}`],
    ...["tcp:", "tcp:#expect=ok&send=GET+/0+HTTP/1.0%0D%0A%0D%0A", "grpc:", "https:/0", "grpcs:"],
    ...[`http+unix://${file}.sock:/0`, `grpc+unix://${file}.sock:/`],
    ...[`file://${file}#max-age=1h`, `file://${file}#contains=ok`],
  ];
}

/** Measures the memory that each kind adds: that of the process after checks of one endpoint. */
export async function kinds(bench: Bench): Promise<void> {
  const { host } = new URL(bench.settings.standIn);
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "ok");
  const path = `${file}.sock`;
  await using _server = Deno.serve({ path, onListen: () => {} }, () => new Response("ok"));
  for (const shape of shapesWith(file)) {
    const hasPath = /^(?:file|.*\+unix):/.test(shape);
    const endpoint = hasPath ? shape : shape.replace(":", `://${host}`);
    bench.record({
      what: `resident after ${CHECKS} checks of ${shape.replace(file, "PATH").replace(/&.*/, "")}`,
      unit: "MiB",
      command: bench.sidecarCommand(endpoint.replace(file, "PATH")),
      values: await bench.repeat(async () => {
        await using subject = bench.sidecar(endpoint);
        const all = `http://127.0.0.1:${await subject.port()}/all`;
        for (let i = 0; i < CHECKS; i++) await textAt(all);
        return (await subject.memory()).now;
      }),
    });
  }
  await Deno.remove(file);
}
