// Other containers that a new one names: for their volumes, their namespaces, as links.
import { invalid, Refusal } from '../../world/refusal.ts'
import { isPredefined } from '../networks/network.ts'
import type { HostConfig } from './host-config.ts'
import { resolveLinks } from './links.ts'
import { checkVolumesFrom } from './mounts.ts'
import type { ContainerTable } from './table.ts'

const prefix = 'container:'

/**
 * Puts ids where names may change, in place. A container that is not there is the client's mistake (400); only one whose
 * network is to be shared may come later.
 */
export function resolveReferences(table: ContainerTable, config: HostConfig): void {
  const modeWithId = (mode: string): string => {
    if (!mode.startsWith(prefix) || mode === prefix) return mode
    return prefix + idOf(table, mode.slice(prefix.length))
  }
  config.PidMode = modeWithId(config.PidMode)
  config.IpcMode = modeWithId(config.IpcMode)
  for (const entry of config.VolumesFrom ?? []) idOf(table, checkVolumesFrom(entry).name)
  // in a user's network they are the endpoint's business
  const links = isPredefined(config.NetworkMode) ? resolveLinks(table, config.Links) : null
  config.NetworkMode = networkMode(table, config.NetworkMode)
  config.Links = links as HostConfig['Links']
}

function idOf(table: ContainerTable, reference: string): string {
  try {
    return table.find(reference).id
  } catch (error) {
    throw error instanceof Refusal ? invalid(error.message) : error
  }
}

function networkMode(table: ContainerTable, mode: string): string {
  if (!mode.startsWith(prefix)) return mode
  try {
    return prefix + table.find(mode.slice(prefix.length)).id
  } catch (error) {
    if (error instanceof Refusal) return mode
    throw error
  }
}
