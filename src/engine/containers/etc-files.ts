// The three files that dockerd lays over a container's own: /etc/hostname, /etc/hosts, /etc/resolv.conf.
import { Buffer } from 'node:buffer'
import type { Mount } from '../../runtime/mounts.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { broken } from '../../world/refusal.ts'
import type { Address, Endpoint } from '../networks/endpoint.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { nameServersOf } from './daemon-defaults.ts'
import { linkHosts } from './link-variables.ts'
import { plainResolvConf } from './plain-resolv-conf.ts'

const names = ['resolv.conf', 'hostname', 'hosts'] as const

/** The files as mounts over the container's root; made anew at every start. */
export function etcMounts(context: ContainerContext, container: Container, now: number): Mount[] {
  const { differences, settings } = context
  const tree = context.newTree()
  const contents = {
    hostname: `${fullHostname(container)}\n`,
    hosts: hosts(context, container, differences.has('hosts-have-prefixes-with-zero') ? '0' : ''),
    'resolv.conf': differences.has('resolv-conf-is-plain')
      ? plainResolvConf(nameServersOf(container.hostConfig, settings.now), HOST_SERVER, asksDaemon(container))
      : resolvConf(context, container),
  }
  for (const name of names) {
    tree.create(tree.root, name, { kind: 'file', mode: 0o644, mtime: now, content: Buffer.from(contents[name]) })
  }
  return etcMountsOf(tree)
}

/** Those of a tree that has the three files. */
export function etcMountsOf(tree: WritableTree): Mount[] {
  return names.flatMap((name) => {
    const ino = tree.lookup(tree.root, name)
    return ino === undefined ? [] : [{ at: `/etc/${name}`, tree, ino, type: 'ext4' }]
  })
}

function fullHostname({ config }: Container): string {
  return config.Domainname ? `${config.Hostname}.${config.Domainname}` : config.Hostname
}

/** What `--add-host NAME:host-gateway` stands for: what the daemon is told, or the host as seen from the default network. */
function hostGateways({ networks, settings }: ContainerContext): readonly string[] {
  const { hostGatewayIps } = settings.now
  if (hostGatewayIps.length > 0) return hostGatewayIps
  const bridge = [...networks.all()].find(({ name }) => name === 'bridge')
  if (!bridge) throw broken('unable to derive the IP value for host-gateway')
  return [bridge.gateway, bridge.gateway6].filter((address) => address !== '')
}

/**
 * moby libnetwork/etchosts
 * @param zero how the prefixes of IPv6 end
 */
function hosts(context: ContainerContext, container: Container, zero: '0' | ''): string {
  const { hostConfig, endpoints } = container
  const lines = [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    `fe00::${zero}\tip6-localnet`,
    `ff00::${zero}\tip6-mcastprefix`,
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
  ]
  for (const entry of hostConfig.ExtraHosts ?? []) {
    const [, name, address] = /^([^:=]+)[:=](.*)$/.exec(entry) ?? []
    for (const one of address === 'host-gateway' ? hostGateways(context) : [address]) lines.push(`${one}\t${name}`)
  }
  lines.push(...linkHosts(context.table, container))
  for (const { address } of endpoints.values()) lines.push(...hostsLines(container, address))
  return `${lines.join('\n')}\n`
}

/** One for each of its addresses in a network. */
function hostsLines(container: Container, address: Address | undefined): string[] {
  const { Domainname, Hostname } = container.config
  const names = Domainname ? `${fullHostname(container)} ${Hostname}` : Hostname
  return [address?.ip, address?.ip6].flatMap((ip) => (ip ? [`${ip}\t${names}`] : []))
}

/** Writes its address in a network that it has just joined into its /etc/hosts. */
export function addToHosts(container: Container, { address }: Endpoint): void {
  const lines = hostsLines(container, address)
  if (lines.length === 0) return
  rewriteHosts(container, (text) => `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('\n')}\n`)
}

/** Takes the lines of that address out again. */
export function removeFromHosts(container: Container, endpoint: Endpoint | undefined): void {
  const starts = [endpoint?.address?.ip, endpoint?.address?.ip6].flatMap((ip) => (ip ? [`${ip}\t`] : []))
  if (starts.length === 0) return
  const isIts = (line: string): boolean => starts.some((start) => line.startsWith(start))
  rewriteHosts(container, (text) => text.replace(/^.*\n?/gm, (line) => (isIts(line) ? '' : line)))
}

/** The file as it is now: the container may have written to it. */
function rewriteHosts({ etcFiles }: Container, change: (text: string) => string): void {
  const mount = etcFiles.find(({ at }) => at === '/etc/hosts')
  if (mount?.ino === undefined) return
  const tree = mount.tree as WritableTree
  const { ino } = mount
  const bytes = Buffer.from(change(Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString()))
  tree.truncate(ino, 0)
  tree.write(ino, 0, bytes)
}

/** The host's own name server. */
const HOST_SERVER = '192.168.65.7'

/** Whether the daemon answers for names: it does in a user's network. */
const asksDaemon = ({ hostConfig }: Container): boolean => !['bridge', 'host', 'none'].includes(hostConfig.NetworkMode)

/** moby libnetwork/internal/resolvconf: in a user's network the daemon answers, and asks the others itself */
function resolvConf({ host, settings, differences }: ContainerContext, container: Container): string {
  const { hostConfig, endpoints } = container
  const { servers: own, search: domains, options: asked } = nameServersOf(hostConfig, settings.now)
  const internal = asksDaemon(container)
  const servers = internal ? ['127.0.0.11'] : own.length > 0 ? own : [HOST_SERVER]
  // a dot stands for no search list at all
  const search = domains.filter((domain) => domain !== '.')
  const overridden = asked.some((option) => option.startsWith('ndots:'))
  const options = internal && !overridden ? [...asked, 'ndots:0'] : asked
  const overrides = [own.length && 'nameservers', domains.length && 'search', asked.length && 'options']
  const fromHost = differences.has('host-servers-are-not-marked') ? HOST_SERVER : `host(${HOST_SERVER})`
  const external = own.length > 0 ? own.join(' ') : fromHost
  const joins = [...endpoints.keys()].some((name) => name !== 'host' && !(name === 'bridge' && host.bridge === 'none'))
  const kind = internal ? ' (internal resolver)' : joins ? ' (legacy)' : ''
  return [
    '# Generated by Docker Engine.',
    '# This file can be edited; Docker Engine will not make further changes once it',
    '# has been modified.',
    '',
    ...servers.map((server) => `nameserver ${server}`),
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...(options.length ? [`options ${options.join(' ')}`] : []),
    '',
    `# Based on host file: '/etc/resolv.conf'${kind}`,
    ...(internal ? [`# ExtServers: [${external}]`] : []),
    `# Overrides: [${overrides.filter(Boolean).join(' ')}]`,
    ...(internal || overridden ? [`# Option ndots from: ${overridden ? 'override' : 'internal'}`] : []),
    '',
  ].join('\n')
}
