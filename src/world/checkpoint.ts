// State that can be gone back to.

/** Goes back to the state at the checkpoint. May be called any number of times. */
export type GoBack = () => void

/** All of them, in their order. */
export const together =
  (...ways: readonly GoBack[]): GoBack =>
  () => {
    for (const goBack of ways) goBack()
  }

/** Of a map whose values are never changed themselves, or see to that themselves. */
export function checkpointOfMap<Key, Value>(map: Map<Key, Value>): GoBack {
  const keys = [...map.keys()]
  const values = [...map.values()]
  const isUnchanged = (): boolean => {
    if (map.size !== keys.length) return false
    let index = 0
    for (const [key, value] of map) {
      if (key !== keys[index] || value !== values[index]) return false
      index++
    }
    return true
  }
  return () => {
    if (isUnchanged()) return
    map.clear()
    for (const [index, key] of keys.entries()) map.set(key, values[index]!)
  }
}

/** Of a map of sets, each of which is copied. */
export function checkpointOfSets<Key, Item>(map: Map<Key, Set<Item>>): GoBack {
  const entries = Array.from(map, ([key, set]) => [key, [...set]] as const)
  return () => {
    map.clear()
    for (const [key, items] of entries) map.set(key, new Set(items))
  }
}
