// Which server and which location of a configuration of nginx a request is for.
import { Pattern } from '../../../runtime/applets/text-pattern/pattern.ts'
import type { Directive } from './config.ts'

export interface Site {
  readonly ports: readonly { readonly port: number; readonly isDefault: boolean }[]
  readonly names: readonly string[]
  readonly directives: readonly Directive[]
  /** What all servers share. */
  readonly http: readonly Directive[]
}

export function sitesOf(config: readonly Directive[]): Site[] {
  const http = config.filter(({ name }) => name === 'http').flatMap(({ block = [] }) => block)
  return http.filter(({ name }) => name === 'server').map(({ block = [] }) => siteOf(block, http))
}

function siteOf(directives: readonly Directive[], http: readonly Directive[]): Site {
  const listens = directives.filter(({ name }) => name === 'listen')
  const ports = listens.map(({ args }) => ({
    port: Number(/(\d+)$/.exec(args[0] ?? '')?.[1] ?? 80),
    isDefault: args.includes('default_server'),
  }))
  const names = directives.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
  return { ports: ports.length > 0 ? ports : [{ port: 80, isDefault: false }], names, directives, http }
}

export const portsOf = (sites: readonly Site[]): number[] => [
  ...new Set(sites.flatMap(({ ports }) => ports.map(({ port }) => port))),
]

/** By the name that the client used; else the default server of the port, or its first. */
export function siteFor(sites: readonly Site[], port: number, host: string): Site | undefined {
  const here = sites.filter(({ ports }) => ports.some((one) => one.port === port))
  const wanted = host.replace(/:\d+$/, '').toLowerCase()
  return (
    here.find(({ names }) => names.some((name) => isNamed(name.toLowerCase(), wanted))) ??
    here.find(({ ports }) => ports.some((one) => one.port === port && one.isDefault)) ??
    here[0]
  )
}

function isNamed(name: string, host: string): boolean {
  if (name.startsWith('*.')) return host.endsWith(name.slice(1))
  if (name.endsWith('.*')) return host.startsWith(name.slice(0, -1))
  return name === host
}

export interface Location {
  /** What it is for: a prefix, or the whole of an exact one. */
  readonly prefix: string
  readonly block: readonly Directive[]
}

/** Exact ones first, then the longest prefix, unless a regular expression matches (ngx_http_core_module: location). */
export function locationFor({ directives }: Site, path: string): Location | undefined {
  let longest: (Location & { readonly modifier: string }) | undefined
  const locations = directives.filter(({ name, block }) => name === 'location' && block)
  for (const { args, block = [] } of locations) {
    const [modifier, prefix] = args.length > 1 ? [args[0]!, args[1]!] : ['', args[0] ?? '']
    if (modifier === '=' && prefix === path) return { prefix, block }
    if (
      (modifier === '' || modifier === '^~') &&
      path.startsWith(prefix) &&
      prefix.length >= (longest?.prefix.length ?? 0)
    ) {
      longest = { prefix, block, modifier }
    }
  }
  if (longest?.modifier === '^~') return longest
  for (const { args, block = [] } of locations) {
    const [modifier, source = ''] = args
    if (modifier !== '~' && modifier !== '~*') continue
    // differs: the syntax is POSIX's, not Perl's, so that matching takes no longer than the text is
    if (new Pattern(source, { extended: true, ignoreCase: modifier === '~*' }).test(path)) return { prefix: '', block }
  }
  return longest
}

/** `location @name`, as try_files and error_page call it. */
export function namedLocation({ directives }: Site, name: string): Location | undefined {
  const found = directives.find((directive) => directive.name === 'location' && directive.args[0] === name)
  return found?.block && { prefix: '', block: found.block }
}
