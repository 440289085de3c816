// The configurations of an image in the form of a container's Config: all fields, in Go's order (moby api/types/container).
import { emptyConfig } from '../engine/images/config-fields.ts'

/** Whatever of the fields the given configuration has, over the empty ones. */
export function wholeConfig(config: object = {}): Record<string, unknown> {
  const given = config as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(emptyConfig).flatMap(([name, unset]) => {
      const value = given[name]
      const isSet = unset === undefined ? !isZero(value) : value !== undefined && value !== null
      if (isSet) return [[name, value]]
      return unset === undefined ? [] : [[name, unset]]
    }),
  )
}

/** What Go's `omitempty` leaves out. */
const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && !('Test' in value) && Object.keys(value).length === 0)
