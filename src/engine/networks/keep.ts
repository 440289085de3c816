// Networks as records, and those of an earlier run out of them.
import { fieldsOf, numberOf, textOf } from '../../storage/data-root/parse.ts'
import type { Shelf } from '../../storage/store.ts'
import type { Network } from './network.ts'

/** All but who is in it: that is told by the containers, when they run. */
export function networkRecord({ members: _, reserved, ...network }: Network): unknown {
  return { ...network, reserved: [...reserved] }
}

/** The networks of earlier runs, the older first. */
export function knownNetworks(shelf: Shelf): Network[] {
  const networks: Network[] = []
  for (const value of shelf.all()) {
    let id = 'unknown'
    try {
      const fields = fieldsOf(value)
      id = textOf(fields, 'id')
      for (const name of ['name', 'driver', 'gateway', 'configFrom']) textOf(fields, name)
      for (const name of ['options', 'labels', 'ipam']) fieldsOf(fields[name])
      numberOf(fields, 'created')
      if (!Array.isArray(fields.reserved)) throw new Error('its reserved addresses are no list')
      const network = value as Network
      networks.push({
        ...network,
        subnet: network.subnet ?? undefined,
        range: network.range ?? undefined,
        reserved: new Set(fields.reserved.map(String)),
        members: new Map(),
      })
    } catch (error) {
      shelf.refuse(id, error)
    }
  }
  return networks.sort((one, other) => one.created - other.created)
}

/**
 * Those that a daemon has from its start, with the ids of an earlier run; the bridge is a new one each time, as dockerd's
 * is (moby daemon/daemon_unix.go: initBridgeDriver), unless the daemon goes on from a snapshot.
 */
export function withKnownIds(builtIn: readonly Network[], known: readonly Network[], goesOn = false): Network[] {
  return builtIn.map((network) => {
    const before = known.find(({ name, builtIn }) => builtIn && name === network.name)
    return before && (goesOn || network.name !== 'bridge')
      ? { ...network, id: before.id, created: before.created }
      : network
  })
}
