// The addresses of socat: `TCP-LISTEN:80,fork`, `UNIX-CONNECT:/run/a.sock`, `EXEC:cat`, `-`.

export type AddressKind = 'tcp' | 'tcp-listen' | 'unix' | 'unix-listen' | 'stdio' | 'exec' | 'system'

export interface Address {
  readonly kind: AddressKind
  /** what stands between the keyword and the options, in parts */
  readonly parts: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

/** What cannot be done, in socat's words. */
export class SocatProblem extends Error {}

/** Keyword -> what it means and how many parts belong to it. */
const keywords: Readonly<Record<string, readonly [AddressKind, number]>> = {
  '-': ['stdio', 0],
  EXEC: ['exec', 1],
  STDIO: ['stdio', 0],
  SYSTEM: ['system', 1],
  TCP: ['tcp', 2],
  'TCP-CONNECT': ['tcp', 2],
  'TCP-L': ['tcp-listen', 1],
  'TCP-LISTEN': ['tcp-listen', 1],
  TCP4: ['tcp', 2],
  'TCP4-CONNECT': ['tcp', 2],
  'TCP4-LISTEN': ['tcp-listen', 1],
  TCP6: ['tcp', 2],
  'TCP6-LISTEN': ['tcp-listen', 1],
  UNIX: ['unix', 1],
  'UNIX-CLIENT': ['unix', 1],
  'UNIX-CONNECT': ['unix', 1],
  'UNIX-L': ['unix-listen', 1],
  'UNIX-LISTEN': ['unix-listen', 1],
}

/** Options that change nothing between simulated sockets. */
const withoutEffect = [
  ...['backlog', 'cool-write', 'forever', 'interval', 'keepalive', 'keepcnt', 'keepidle', 'keepintvl', 'mode'],
  ...['max-children', 'nodelay', 'nofork', 'pf', 'reuseaddr', 'reuseport', 'shut-none', 'so-keepalive', 'so-reuseaddr'],
  ...['stderr', 'tcp-nodelay', 'tcp-keepalive', 'unlink-close', 'user', 'group'],
]
const withEffect = ['bind', 'fork', 'unlink-early']

/** Throws a SocatProblem. */
export function parseAddress(text: string): Address {
  const [target = '', ...given] = text.split(',')
  const options = new Map<string, string>()
  for (const option of given) {
    const [name = '', value = ''] = option.split('=')
    if (![...withoutEffect, ...withEffect].includes(name)) {
      throw new SocatProblem(`parseopts_table(): unknown option "${name}"`)
    }
    options.set(name, value)
  }
  const at = target.indexOf(':')
  const word = at < 0 ? target : target.slice(0, at)
  const name = word.toUpperCase()
  const found = Object.hasOwn(keywords, name) ? keywords[name] : undefined
  if (!found) throw new SocatProblem(`unknown device/address "${word}"`)
  const [kind, count] = found
  const rest = at < 0 ? '' : target.slice(at + 1)
  const parts = at < 0 ? [] : count === 2 ? partsOfPair(rest) : [rest]
  if (parts.length !== count) {
    throw new SocatProblem(`"${text}": wrong number of parameters (${parts.length} instead of ${count})`)
  }
  return { kind, parts, options }
}

/** A host in brackets has colons of its own. */
const partsOfPair = (text: string): string[] => {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(text) ?? []
  return host === undefined || port === undefined ? [text] : [host, port]
}

/** The number of a port, or of a well-known service. Throws a SocatProblem. */
export function portOf(text: string): number {
  const services: Readonly<Record<string, number>> = { http: 80, https: 443, ssh: 22, domain: 53, telnet: 23 }
  const port = /^\d+$/.test(text) ? Number(text) : services[text]
  if (port === undefined || port > 65_535)
    throw new SocatProblem(`getaddrinfo("NULL", "${text}"): Unrecognized service`)
  return port
}
