// Names of hosts, as they stand in requests.

/** The name in a Host header or behind the scheme of an Origin: without its port, small. */
export const hostNameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase()

/**
 * Whether nobody can register the name to bind it to another's address (DNS rebinding): an address, `localhost`, a name
 * without a dot, as services of Compose have, or one below `.localhost` or `.internal`.
 */
export const isPrivateName = (name: string): boolean =>
  /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\]|[^.[\]]+|[^[\]]+\.(localhost|internal))$/.test(name)
