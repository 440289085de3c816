// `--default-address-pool`: where networks take their subnets from (moby opts/address_pools.go).
import { integerProblem } from '../../codec/integer.ts'
import type { AddressPool } from '../../engine/settings.ts'
import { fieldAt, freshPlace, integerAt, itemsAt, objectAt, stringAt } from './json-place.ts'
import { commas, type Kind } from './kind.ts'
import { prefixText } from './netip.ts'

export const pools: Kind<AddressPool[]> = {
  type: 'pool-options',
  gathers: true,
  add: (before = [], text) => [...before, poolOf(text)],
  // they have a decoder of their own, which begins a path anew
  decode: (value, at) =>
    itemsAt(value, freshPlace(at), '[]*ipamutils.NetworkToSplit', (one, place) => {
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
