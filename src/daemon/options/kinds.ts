// The kinds of options, by name.
import { pools } from './address-pools.ts'
import type { Kind } from './kind.ts'
import { addresses, ips, list } from './list-kinds.ts'
import { map, mapmap, runtimes, set } from './map-kinds.ts'
import type { KindName, ValueOf } from './option.ts'
import { bool, bytes, int, ip, string } from './plain-kinds.ts'
import { ulimits } from './ulimits.ts'

export const kinds: { readonly [Name in KindName]: Kind<ValueOf[Name]> } = {
  string,
  bool,
  int,
  bytes,
  ip,
  list,
  ips,
  addresses,
  map,
  set,
  mapmap,
  runtimes,
  ulimits,
  pools,
}

/** The kind of an option, where it does not matter of what type its values are. */
export const kindOf = (name: KindName): Kind<unknown> => kinds[name] as Kind<unknown>
