// Kinds of options that gather several values.
import { isIP } from 'node:net'
import { integerProblem } from '../../codec/integer.ts'
import type { AddressPool } from '../../engine/settings.ts'
import { goAddress } from './go-text.ts'
import { arrayAt, fieldAt, freshPlace, integerAt, objectAt, stringAt } from './json-place.ts'
import { commas, type Kind, type Place } from './kind.ts'
import { addressAt, isNetIp, textAt } from './plain-kinds.ts'

const shown = (values: readonly string[]): string => (values.length === 0 ? '' : `[${values.join(' ')}]`)

const itemsOf = <T>(value: unknown, at: Place, go: string, item: (one: unknown, at: Place) => T): T[] =>
  value === null ? [] : arrayAt(value, at, go).map((one, index) => item(one, at.within(index)))

export const list: Kind<string[]> = {
  type: 'list',
  gathers: true,
  add: (before = [], text) => [...before, text],
  decode: (value, at) => itemsOf(value, at, '[]string', stringAt),
  show: shown,
  split: commas,
}

/** pflag's IPSlice: several with commas, too. */
export const ips: Kind<string[]> = {
  type: 'ipSlice',
  gathers: true,
  add: (before = [], text) => [...before, ...commas(text.replace(/["'`]/g, '')).filter(Boolean).map(sliceAddress)],
  decode: (value, at) => itemsOf(value, at, '[]net.IP', addressAt),
  show: (values) => `[${values.join(',')}]`,
}

function sliceAddress(text: string): string {
  const address = text.trim()
  if (!isNetIp(address)) throw new Error(`invalid string being converted to IP address: ${text}`)
  return goAddress(address)
}

/** moby internal/opts/named_iplist_opts.go */
export const addresses: Kind<string[]> = {
  type: 'list',
  gathers: true,
  add: (before = [], text) => [...before, netipAddress(text)],
  decode: (value, at) =>
    itemsOf(value, at, '[]netip.Addr', (one, place) => netipAddress(textAt(one, place, 'netip.Addr'))),
  show: shown,
  split: commas,
}

/** Go's netip.ParseAddr. */
function netipAddress(text: string): string {
  if (isIP(text) !== 0) return goAddress(text)
  const reason = /^\d+(\.\d+){1,2}$/.test(text) ? 'IPv4 address too short' : 'unable to parse IP'
  throw new Error(`ParseAddr(${JSON.stringify(text)}): ${reason}`)
}

/** moby opts/address_pools.go */
export const pools: Kind<AddressPool[]> = {
  type: 'pool-options',
  gathers: true,
  add: (before = [], text) => [...before, poolOf(text)],
  // they have a decoder of their own, which begins a path anew
  decode: (value, at) =>
    itemsOf(value, freshPlace(at), '[]*ipamutils.NetworkToSplit', (one, place) => {
      const pool = objectAt(one, place, 'ipamutils.NetworkToSplit')
      const [base, size] = [
        fieldAt(pool, 'NetworkToSplit', 'base', place),
        fieldAt(pool, 'NetworkToSplit', 'size', place),
      ]
      return { base: base.value ? prefixText(stringAt(base.value, base.at)) : '', size: integerAt(size.value, size.at) }
    }),
  show: (values) => values.map(({ base, size }) => `${base} ${size}`).join(', '),
  split: (text) => text.split(';'),
}

function poolOf(text: string): AddressPool {
  const pool = { base: 'invalid Prefix', size: 0 }
  for (const field of commas(text)) {
    const [, key, value = ''] = /^([^=]*)=(.*)$/.exec(field.toLowerCase()) ?? []
    if (key === undefined) throw new Error(`invalid field '${field}' must be a key=value pair`)
    if (key === 'base') {
      try {
        pool.base = prefixText(value)
      } catch (error) {
        throw new Error(`invalid base prefix ${JSON.stringify(value)}: ${(error as Error).message}`)
      }
    } else if (key === 'size') {
      const problem = integerProblem(value)
      if (problem) throw new Error(`invalid size value: ${JSON.stringify(text)} (must be integer): ${problem}`)
      pool.size = Number(value)
    } else throw new Error(`unexpected key '${key}' in '${field}'`)
  }
  return pool
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
