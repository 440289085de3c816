// IP addresses and prefixes as Go reads and prints them.
import { isIP } from 'node:net'

/** netip.Addr and net.IP: IPv6 in its shortest form; what `isIP` of node:net calls an address. */
export function goAddress(text: string): string {
  const [address, zone] = text.split('%') as [string, string?]
  if (!address.includes(':') || address.includes('.')) return text.toLowerCase()
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1)
  return zone === undefined ? shortest : `${shortest}%${zone}`
}

/** What Go's net.ParseIP takes: no zones. */
export const isNetIp = (text: string): boolean => isIP(text) !== 0 && !text.includes('%')

/** Go's netip.ParseAddr. */
export function netipAddress(text: string): string {
  if (isIP(text) !== 0) return goAddress(text)
  const reason = /^\d+(\.\d+){1,2}$/.test(text) ? 'IPv4 address too short' : 'unable to parse IP'
  throw new Error(`ParseAddr(${JSON.stringify(text)}): ${reason}`)
}

/** Go's netip.ParsePrefix. */
export function prefixText(text: string): string {
  const refuse = (reason: string): Error => new Error(`netip.ParsePrefix(${JSON.stringify(text)}): ${reason}`)
  const slash = text.lastIndexOf('/')
  if (slash < 0) throw refuse("no '/'")
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)]
  let shortest: string
  try {
    shortest = netipAddress(address)
  } catch (error) {
    throw refuse((error as Error).message)
  }
  if (!/^(0|[1-9]\d*)$/.test(bits)) throw refuse(`bad bits after slash: ${JSON.stringify(bits)}`)
  if (Number(bits) > (address.includes(':') ? 128 : 32)) throw refuse('prefix length out of range')
  return `${shortest}/${bits}`
}
