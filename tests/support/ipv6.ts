/** Where a host has no IPv6, listening on ::1 fails with one of these. */
const NO_IPV6 = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

/** Whether this host has no ::1: a test that needs it sets `ignore`, so that the runner names it. */
export const NO_IPV6_LOOPBACK: boolean = lacksIpv6Loopback();

function lacksIpv6Loopback(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && NO_IPV6.includes(String(error.code))) {
      return true;
    }
    throw error;
  }
}
