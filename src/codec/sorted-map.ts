// Maps as Go's JSON encoder writes them.

/** The same entries with their keys in order; null stays null. */
export function sortedMap<Value>(map: Readonly<Record<string, Value>>): Record<string, Value>
export function sortedMap<Value, None extends null | undefined>(
  map: Readonly<Record<string, Value>> | None,
): Record<string, Value> | None
export function sortedMap<Value>(
  map: Readonly<Record<string, Value>> | null | undefined,
): Record<string, Value> | null | undefined {
  if (map === null || map === undefined) return map
  const keys = Object.keys(map)
  if (keys.length < 2) return { ...map }
  return Object.fromEntries(keys.sort().map((key) => [key, map[key] as Value]))
}
