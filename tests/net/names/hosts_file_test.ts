import { assertEquals } from "@std/assert";
import { parseHosts } from "../../../src/net/names/hosts_file.ts";

Deno.test("parseHosts() lists the addresses of each name and alias, IPv4 first", () => {
  const hosts = parseHosts(
    [
      "# Kubernetes-managed hosts file.",
      "127.0.0.1\tlocalhost",
      "::1\tlocalhost ip6-localhost",
      "fd00::5 db",
      "10.0.0.5   DB  db.Example # the old one: 10.0.0.9 db",
      "10.0.0.6 db",
      "10.0.0.10 cache # the old one:\r10.0.0.9 db",
      "  10.0.0.7 indented\r",
      "10.0.0.8",
      "",
    ].join("\n"),
  );
  assertEquals(Object.fromEntries(hosts), {
    "localhost": ["127.0.0.1", "::1"],
    "ip6-localhost": ["::1"],
    "db": ["10.0.0.5", "10.0.0.6", "fd00::5"],
    "db.example": ["10.0.0.5"],
    "cache": ["10.0.0.10"],
    "indented": ["10.0.0.7"],
  });
});
