// Changes to a JSON value, named by dotted paths; they copy what they change.

type Map = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 7396: maps are joined, null takes away, anything else replaces. */
export function merged(value: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const result: Record<string, unknown> = isMap(value) ? { ...value } : {}
  for (const [key, inner] of Object.entries(patch)) {
    if (inner === null) delete result[key]
    else result[key] = merged(result[key], inner)
  }
  return result
}

/** `State.Health.Status`, `Mounts.0.Source`, `*.Names`; a dot that is part of a name is written `\.`. */
export const segmentsOf = (path: string): string[] =>
  path.split(/(?<!\\)\./).map((segment) => segment.replaceAll('\\.', '.'))

/** `undefined` takes away. Maps on the way are made; lists are not made longer. */
export function changedAt(value: unknown, [head, ...tail]: readonly string[], replacement: unknown): unknown {
  if (head === undefined) return replacement
  if (Array.isArray(value)) {
    if (head === '*') return value.map((item) => changedAt(item, tail, replacement))
    const index = Number(head)
    if (!Number.isInteger(index) || index < 0 || index >= value.length) return value
    if (tail.length === 0 && replacement === undefined) return value.toSpliced(index, 1)
    return value.with(index, changedAt(value[index], tail, replacement))
  }
  const map: Map = isMap(value) ? value : {}
  const keys = head === '*' ? Object.keys(map) : [head]
  const result: Record<string, unknown> = { ...map }
  for (const key of keys) {
    // what is not there cannot lose anything
    if (replacement === undefined && !(key in map)) continue
    if (tail.length === 0 && replacement === undefined) delete result[key]
    else result[key] = changedAt(map[key], tail, replacement)
  }
  return result
}
