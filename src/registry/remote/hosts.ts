// Which hosts are really connected to, and which of them may do without a certificate that others vouch for.
import { BlockList, isIP } from 'node:net'
import { HUB } from '../network.ts'
import type { NamedRegistries } from '../registry.ts'

/** What a user says about registries; `host` or `host:port`. */
export interface RemoteOptions {
  /** Over http, too, or with a certificate that nobody knows; also as CIDR (`10.0.0.0/8`). */
  readonly insecure?: readonly string[] | undefined
  /** Asked before Docker Hub, as URLs. */
  readonly mirrors?: readonly string[] | undefined
  /** Over https, and wherever they send their clients for tokens and blobs. */
  readonly real?: readonly string[] | undefined
  /** Hears of registries with a scheme before their names, which is taken off. */
  readonly warn?: ((sentence: string) => void) | undefined
  /** Networks that are insecure by themselves; all loopback addresses if left out. */
  readonly always?: readonly string[] | undefined
}

/** Docker Hub's registry is not at the address of its name. */
export const HUB_HOST = 'registry-1.docker.io'

/** moby daemon/pkg/registry/config.go */
const loopback = ['127.0.0.0/8', '::1/128']

export class Hosts {
  readonly mirrors: readonly URL[]
  readonly named: NamedRegistries
  readonly #insecure: ReadonlySet<string>
  readonly #real: ReadonlySet<string>
  readonly #networks: readonly string[]
  /** made when it is first asked: node takes ms to get ready for IPv6 */
  #blocks: BlockList | undefined

  /** Throws an Error with dockerd's words for a mirror or a registry that cannot be one. */
  constructor({ insecure = [], mirrors = [], real = [], always = loopback, warn }: RemoteOptions) {
    const names: string[] = []
    const networks: string[] = []
    for (const entry of insecure) {
      const [scheme] = schemed.exec(entry) ?? []
      if (scheme !== undefined) {
        const named = `'${scheme.toLowerCase()}'`
        warn?.(
          `insecure registry ${entry} should not contain ${named} and ${named} has been removed from the insecure registry config`,
        )
      }
      const { address, bits } = cidr(entry)
      const family = isIP(address)
      if (family === 0 || bits > (family === 6 ? 128 : 32)) names.push(checkedHost(entry))
      else networks.push(entry)
    }
    this.#networks = [...networks, ...always]
    this.#insecure = new Set(names)
    this.#real = new Set(real.map(checkedHost).flatMap((host) => (host === HUB ? [HUB, HUB_HOST] : [host])))
    this.mirrors = mirrors.map(mirrorUrl)
    this.named = {
      networks,
      hosts: names,
      mirrors: this.mirrors.map(({ href }) => (href.endsWith('/') ? href : `${href}/`)),
    }
  }

  isInsecure(domain: string): boolean {
    if (this.#insecure.has(domain)) return true
    const host = hostOf(domain).replace(/^localhost$/, '127.0.0.1')
    const family = isIP(host)
    this.#blocks ??= blockList(this.#networks)
    return family !== 0 && this.#blocks.check(host, family === 6 ? 'ipv6' : 'ipv4')
  }

  isReal(domain: string): boolean {
    return this.#real.has(domain)
  }

  /** Whether the registry of a domain is asked over the network at all. */
  dials(domain: string): boolean {
    return this.isReal(domain) || isLoopback(domain) || (domain !== HUB && this.isInsecure(domain))
  }

  /** Whether a request that a registry at `origin` sent us to may leave this process. */
  mayReach(url: URL, origin: string): boolean {
    const { host } = url
    return (
      host === origin || this.isReal(origin) || this.dials(host) || this.mirrors.some((mirror) => mirror.host === host)
    )
  }
}

/** `10.0.0.0/8`; empty for what is not of that form. */
function cidr(text: string): { readonly address: string; readonly bits: number } {
  const [, address = '', bits = ''] = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? []
  return { address, bits: Number(bits) }
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const { address, bits } of networks.map(cidr)) {
    list.addSubnet(address, bits, address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

const isLoopback = (domain: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(hostOf(domain))

/** Without a port, and an IPv6 address without its brackets. */
function hostOf(domain: string): string {
  const [, bracketed, plain = domain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(domain) ?? []
  return bracketed ?? plain
}

const schemed = /^https?:\/\//i

/** dockerd, too, takes a scheme off (moby registry/config.go: loadInsecureRegistries). */
function checkedHost(text: string): string {
  const host = text.replace(schemed, '')
  if (/^-|-$/.test(host)) throw new Error(`invalid index name (${host}). Cannot begin or end with a hyphen`)
  if (!/^(\[[\da-fA-F:]+\]|[A-Za-z0-9._-]+)(:\d+)?$/.test(host)) {
    throw new Error(`insecure registry ${host} is not valid: invalid host ${JSON.stringify(host)}`)
  }
  return host
}

/** Throws an Error with dockerd's words for what cannot be a mirror. */
export function mirrorUrl(text: string): URL {
  const refuse = (reason: string): Error => new Error(`invalid mirror: ${reason}`)
  const schemes = "must use either 'https://' or 'http://'"
  if (!text.includes('://')) throw refuse(`no scheme specified for ${JSON.stringify(text)}: ${schemes}`)
  if (!URL.canParse(text)) throw refuse(`${JSON.stringify(text)} is not a valid URI`)
  const url = new URL(text)
  const scheme = url.protocol.slice(0, -1)
  if (!/^https?$/.test(scheme)) {
    throw refuse(`unsupported scheme ${JSON.stringify(scheme)} in ${JSON.stringify(text)}: ${schemes}`)
  }
  if (url.search !== '' || url.hash !== '') {
    throw refuse(`query or fragment at end of the URI ${JSON.stringify(text)}`)
  }
  if (url.username !== '') {
    const shown = text.replace(/\/\/[^@]*@/, `//${url.username}:xxxxx@`)
    throw refuse(`username/password not allowed in URI ${JSON.stringify(shown)}`)
  }
  return url
}
