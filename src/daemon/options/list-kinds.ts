// Kinds of options that gather several values.
import { itemsAt, stringAt } from './json-place.ts'
import { commas, type Kind } from './kind.ts'
import { goAddress, isNetIp, netipAddress } from './netip.ts'
import { addressAt, textAt } from './plain-kinds.ts'

const shown = (values: readonly string[]): string => (values.length === 0 ? '' : `[${values.join(' ')}]`)

export const list: Kind<string[]> = {
  type: 'list',
  gathers: true,
  add: (before = [], text) => [...before, text],
  decode: (value, at) => itemsAt(value, at, '[]string', stringAt),
  show: shown,
  split: commas,
}

/** pflag's IPSlice: several with commas, too. */
export const ips: Kind<string[]> = {
  type: 'ipSlice',
  gathers: true,
  add: (before = [], text) => [...before, ...commas(text.replace(/["'`]/g, '')).filter(Boolean).map(sliceAddress)],
  decode: (value, at) => itemsAt(value, at, '[]net.IP', addressAt),
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
    itemsAt(value, at, '[]netip.Addr', (one, place) => netipAddress(textAt(one, place, 'netip.Addr'))),
  show: shown,
  split: commas,
}
