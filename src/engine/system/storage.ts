// What /info tells of the storage driver (moby daemon/info.go: fillDriverInfo; info_unix.go: fillDriverWarnings).
import type { Engine } from '../engine.ts'
import type { Persona } from '../persona.ts'

/** Pairs in the driver's order; null where dockerd has none. */
export function driverStatus({ driver, persona }: Engine): (readonly [string, string])[] | null {
  const status = driver.status === undefined ? [] : driver.status()
  if (status === undefined) return null
  return [...status].filter(([name]) => !persona.info.withoutDriverStatus.includes(name))
}

/** null where there is nothing to warn of. */
export function storageWarnings(engine: Engine): string[] | null {
  const { driver, persona } = engine
  const warnings = deprecatedDrivers(persona).includes(driver.name) ? [persona.words.storageWarning(driver.name)] : []
  for (const [name, value] of driverStatus(engine) ?? []) {
    if (name === 'Data loop file') {
      warnings.push(
        `WARNING: ${driver.name}: usage of loopback devices is strongly discouraged for production use.\n         Use \`--storage-opt dm.thinpooldev\` to specify a custom block storage device.`,
      )
    } else if (name === 'Extended file attributes' && value === 'best-effort') {
      warnings.push(
        `WARNING: ${driver.name}: extended file attributes from container images will be silently discarded if the backing filesystem does not support them.\n         CONTAINERS MAY MALFUNCTION IF EXTENDED ATTRIBUTES ARE MISSING.\n         This is an UNSUPPORTABLE configuration for which no bug reports will be accepted.\n`,
      )
    }
  }
  return warnings.length > 0 ? warnings : null
}

/** Storage drivers that the release still has, and warns of. */
export function deprecatedDrivers({ differences }: Persona): readonly string[] {
  return [
    ...(differences.has('aufs-and-overlay-are-there') ? ['aufs', 'overlay'] : []),
    ...(differences.has('devicemapper-is-there') ? ['devicemapper'] : []),
  ]
}
