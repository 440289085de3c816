// Options of the network drivers that hang containers on an interface of the host: macvlan and ipvlan.
import { broken } from '../../world/refusal.ts'

interface Modes {
  readonly option: string
  readonly usual: string
  readonly known: readonly string[]
}

const drivers: Readonly<Record<string, Modes>> = {
  ipvlan: { option: 'ipvlan_mode', usual: 'l2', known: ['l2', 'l3', 'l3s'] },
  macvlan: { option: 'macvlan_mode', usual: 'bridge', known: ['bridge', 'private', 'passthru', 'vepa'] },
}

/** Throws for a mode that the driver does not have (moby daemon/libnetwork/drivers/macvlan, ipvlan: parseNetworkOptions). */
export function checkMode(driver: string, options: Readonly<Record<string, string>>): void {
  const modes = drivers[driver]
  const mode = modes && options[modes.option]
  if (!mode || modes.known.includes(mode)) return
  const { usual } = modes
  throw broken(`requested ${driver} mode '${mode}' is not valid, '${usual}' mode is the ${driver} driver default`)
}
