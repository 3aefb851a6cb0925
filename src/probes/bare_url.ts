/** Whether a URL is only scheme, host, port and path: it names a port, and has no user info or query. */
export function isBare({ port, username, password, search }: URL): boolean {
  return port !== "" && username === "" && password === "" && search === "";
}
