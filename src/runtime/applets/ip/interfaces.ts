// How ip prints an interface, and the addresses of one.
import { broadcastAt, type InterfaceFacts } from '../interface-facts.ts'

export interface Shown {
  /** all if left out */
  readonly family?: 'inet' | 'inet6' | 'link'
  /** `-o`: each on one line, with `\` where others begin */
  readonly oneLine: boolean
}

const FOREVER = '       valid_lft forever preferred_lft forever'

function head({ index, name, peer, mtu }: InterfaceFacts, family: Shown['family']): string {
  const isLoopback = peer === undefined
  const flags = isLoopback ? 'LOOPBACK,UP,LOWER_UP' : 'BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN'
  // for IPv6 busybox has no word of the queue
  const queue = family === 'inet6' ? '' : 'qdisc noqueue '
  const full = isLoopback ? name : `${name}@if${peer}`
  return `${index}: ${full}: <${flags}> mtu ${mtu} ${queue}${isLoopback ? 'qlen 1000' : ''}`
}

function hardware({ peer, mac }: InterfaceFacts): string {
  return peer === undefined
    ? `    link/loopback ${mac} brd 00:00:00:00:00:00`
    : `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff`
}

const joined = (lines: readonly string[], { oneLine }: Shown): string => `${lines.join(oneLine ? '\\' : '\n')}\n`

export const linkLine = (one: InterfaceFacts, shown: Shown): string => joined([head(one, 'link'), hardware(one)], shown)

/** The interface with its addresses; nothing where it has none of the family. */
export function addressLines(one: InterfaceFacts, shown: Shown): string {
  const { family } = shown
  const addresses = [...(family === 'inet6' ? [] : inet(one)), ...(family === 'inet' ? [] : inet6(one))]
  if (shown.oneLine) {
    return addresses.map((address) => `${one.index}: ${one.name}${address}\\${FOREVER}\n`).join('')
  }
  if (family !== undefined && addresses.length === 0) return ''
  const lines = [head(one, family), ...(family === undefined ? [hardware(one)] : [])]
  return joined([...lines, ...addresses.flatMap((address) => [address, FOREVER])], shown)
}

function inet({ name, address, prefix = 32, peer }: InterfaceFacts): string[] {
  if (!address) return []
  const scope = peer === undefined ? 'host' : 'global'
  const broadcast = peer === undefined ? '' : ` brd ${broadcastAt(address, prefix)}`
  return [`    inet ${address}/${prefix}${broadcast} scope ${scope} ${name}`]
}

function inet6({ address6, prefix6 = 128, peer }: InterfaceFacts): string[] {
  if (!address6) return []
  return [
    `    inet6 ${address6}/${prefix6} scope ${peer === undefined ? 'host' : 'global'} ${peer === undefined ? '' : 'flags 02 '}`,
  ]
}
