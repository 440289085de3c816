// The three files that dockerd lays over a container's own: /etc/hostname, /etc/hosts, /etc/resolv.conf.
import { Buffer } from 'node:buffer'
import type { Mount } from '../../runtime/mounts.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { broken } from '../../world/refusal.ts'
import type { Address, Endpoint } from '../networks/endpoint.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { linkHosts } from './link-variables.ts'
import { resolvConf } from './resolv-conf.ts'

const names = ['resolv.conf', 'hostname', 'hosts'] as const

/** The files as mounts over the container's root; made anew at every start. */
export function etcMounts(context: ContainerContext, container: Container, now: number): Mount[] {
  const { differences } = context
  const tree = context.newTree()
  const contents = {
    hostname: `${container.config.Hostname}\n`,
    hosts: hosts(context, container, differences.has('hosts-have-prefixes-with-zero') ? '0' : ''),
    'resolv.conf': resolvConf(context, container),
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

/** What `--add-host NAME:host-gateway` stands for: what the daemon is told, or the host as seen from the default network. */
function hostGateways({ networks, settings, differences }: ContainerContext): readonly string[] {
  const { hostGatewayIps } = settings.now
  const most = differences.has('host-gateway-is-one-address') ? 1 : 2
  if (hostGatewayIps.length > 0) return hostGatewayIps.slice(0, most)
  const bridge = [...networks.all()].find(({ name }) => name === 'bridge')
  if (!bridge) throw broken('unable to derive the IP value for host-gateway')
  return [bridge.gateway, bridge.gateway6].filter((address) => address !== '').slice(0, most)
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
  const full = Domainname ? `${Hostname}.${Domainname}` : Hostname
  const names = full.includes('.') ? `${full} ${full.split('.')[0]}` : full
  return [address?.ip, address?.ip6].flatMap((ip) => (ip ? [`${ip}\t${names}`] : []))
}

/** Writes its address in a network that it has just joined into its /etc/hosts. */
export function addToHosts(container: Container, { address }: Endpoint): void {
  const lines = hostsLines(container, address)
  if (lines.length === 0) return
  rewrite(container, 'hosts', (text) => `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('\n')}\n`)
}

/** Takes the lines of that address out again. */
export function removeFromHosts(container: Container, endpoint: Endpoint | undefined): void {
  const starts = [endpoint?.address?.ip, endpoint?.address?.ip6].flatMap((ip) => (ip ? [`${ip}\t`] : []))
  if (starts.length === 0) return
  const isIts = (line: string): boolean => starts.some((start) => line.startsWith(start))
  rewrite(container, 'hosts', (text) => text.replace(/^.*\n?/gm, (line) => (isIts(line) ? '' : line)))
}

/**
 * Puts what its /etc/resolv.conf says now in the place of what it said, unless somebody has written to it (moby
 * libnetwork: rebuildDNS).
 */
export function followResolvConf(container: Container, before: string, now: string): void {
  if (now !== before) rewrite(container, 'resolv.conf', (text) => (text === before ? now : text))
}

/** The file as it is now: the container may have written to it. */
function rewrite({ etcFiles }: Container, name: (typeof names)[number], change: (text: string) => string): void {
  const mount = etcFiles.find(({ at }) => at === `/etc/${name}`)
  if (mount?.ino === undefined) return
  const tree = mount.tree as WritableTree
  const { ino } = mount
  const bytes = Buffer.from(change(Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString()))
  tree.truncate(ino, 0)
  tree.write(ino, 0, bytes)
}
