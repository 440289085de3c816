// Settings of a container that a client left to the engine.
import type { RequestedHostConfig } from './host-config.ts'

/** A setting that may have been left blank. */
export type Blank = 'NetworkMode' | 'RestartPolicy' | 'Runtime'

/** What a client left to the engine. The runtime is filled in at once in any HostConfig, however empty. */
export function blanksOf(asked: RequestedHostConfig | null | undefined): Set<Blank> {
  const blanks = new Set<Blank>()
  if (!asked?.NetworkMode || asked.NetworkMode === 'default') blanks.add('NetworkMode')
  if (!asked?.RestartPolicy?.Name) blanks.add('RestartPolicy')
  if (!asked) blanks.add('Runtime')
  return blanks
}
