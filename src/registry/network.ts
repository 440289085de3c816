// The network as the built-in library plays it: a few public registries answer, nobody else does.
import { RegistryError } from './registry-error.ts'

// differs: dockerd asks any host that the machine can reach; here only those of registry/remote are asked over the network.

/** Docker Hub's domain. */
export const HUB = 'docker.io'

const publicRegistries = new Set([
  HUB,
  'gcr.io',
  'ghcr.io',
  'lscr.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'quay.io',
  'registry.gitlab.com',
  'registry.k8s.io',
])

/** Throws the RegistryError of a pull from a host that is not there. */
export function reach(domain: string): void {
  const failure = dialFailure(domain)
  if (failure === undefined) return
  // moby asks over plain http, too, on loopback addresses only
  const scheme = isLoopback(domain) ? 'http' : 'https'
  throw new RegistryError('UNREACHABLE', `Get "${scheme}://${domain}/v2/": ${failure}`)
}

/** The same of a search, which still speaks the first version of the registry's protocol. */
export function reachForSearch(domain: string): void {
  const failure = dialFailure(domain)
  if (failure === undefined) return
  const ping = (scheme: string): string => `Get "${scheme}://${domain}/v1/_ping": ${failure}`
  throw new RegistryError(
    'UNREACHABLE',
    isLoopback(domain)
      ? `invalid registry endpoint "http://${domain}/v1/". HTTPS attempt: ${ping('https')}. HTTP attempt: ${ping('http')}`
      : ping('https'),
  )
}

/** How a file of a registry cannot be had; undefined if the registry answers. `HEAD` as containerd begins. */
export function headFailure(domain: string, path: string): string | undefined {
  const failure = dialFailure(domain)
  return failure === undefined ? undefined : `Head ${JSON.stringify(`https://${domain}/v2/${path}`)}: ${failure}`
}

/** Go's words for what is no URL at all; undefined for what is one (net/url: Parse). */
export function urlDefect(url: string): string | undefined {
  const whole = url.includes('://') ? url : `http://${url}`
  const written = JSON.stringify(whole).replaceAll('\\u00', '\\x')
  if (/[\x00-\x1f\x7f]/.test(whole)) return `parse ${written}: net/url: invalid control character in URL`
  const malformed = /%(?![\da-f]{2}).{0,2}/i.exec(whole)
  if (malformed) return `parse ${written}: invalid URL escape ${JSON.stringify(malformed[0])}`
  const bad = /^\w+:\/\/[^/?#]*?([ \\^`{|}])/.exec(whole)
  return bad ? `parse ${written}: invalid character ${JSON.stringify(bad[1])} in host name` : undefined
}

/** Go's words for a file of the web, which is never there. */
export function downloadFailure(url: string): string {
  const [, scheme = 'http', host = ''] = /^(?:(\w+):\/\/)?([^/]*)/.exec(url) ?? []
  const whole = url.includes('://') ? url : `${scheme}://${url}`
  // Go writes no slashes where nothing follows them
  if (!/^https?$/.test(scheme))
    return `Get ${JSON.stringify(whole)}: unsupported protocol scheme ${JSON.stringify(scheme)}`
  if (host === '') return `Get ${JSON.stringify(whole.replace(/:\/\/$/, ':'))}: http: no Host in request URL`
  return `Get ${JSON.stringify(whole)}: ${dialFailure(host) ?? `dial tcp: lookup ${host}: no such host`}`
}

/** Go's words: an address refuses the connection, a name is not found. */
function dialFailure(domain: string): string | undefined {
  if (publicRegistries.has(domain)) return undefined
  const { host, port } = split(domain)
  const isAddress = /^[\d.]+$/.test(host) || host.startsWith('[')
  if (!isAddress && host !== 'localhost') return `dial tcp: lookup ${host}: no such host`
  const address = host === 'localhost' ? '127.0.0.1' : host
  return `dial tcp ${address}:${port ?? (isLoopback(domain) ? 80 : 443)}: connect: connection refused`
}

function isLoopback(domain: string): boolean {
  const { host } = split(domain)
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]'
}

function split(domain: string): { readonly host: string; readonly port: string | undefined } {
  const [, host = domain, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(domain) ?? []
  return { host, port }
}
